"""A SANE server (``saned``) of our own: a simulated device for any SANE frontend on the network."""

from __future__ import annotations

import contextlib
import socket
import struct
import threading
from typing import Final, Self

from scanner.devices.sane.simulator.feeder import Cut, End, Status
from scanner.devices.sane.simulator.model import RELOAD, Picture, SimulatedFi
from scanner.devices.sane.simulator.option import Type
from scanner.devices.sane.simulator.wire import (
    VERSION,
    Call,
    HungUpError,
    Reader,
    end_of_image,
    pointer,
    record,
    string,
    word,
)

PORT: Final = 6566
"""Clients have no other (scanner-protocols 5.3): servers at the same time need an address each."""

CHUNK: Final = 1 << 15
PATIENCE: Final = 20.0
"""Seconds in which a client must take what it asked for; a stuck client does not hold a thread for ever."""

TRICKLE: Final = 0.02
"""Seconds between the pieces of a slow image."""


class SimulatedSaned:
    """Serves one device.  Real saned forks for each client; this one has a thread for each."""

    def __init__(self, device: SimulatedFi, host: str, port: int = PORT) -> None:
        """Listen on `host`, a loopback address such as ``127.0.0.2``.

        Raises:
            OSError: the port is taken there.
        """
        self.device = device
        self.host = host
        self._listener = socket.create_server((host, port))
        self.port: int = self._listener.getsockname()[1]
        self._closing = threading.Event()
        self._sockets: set[socket.socket] = set()
        self._threads: list[threading.Thread] = []
        self._run(self._listen)

    def close(self) -> None:
        """Stop, and drop all clients."""
        self._closing.set()
        self.device.woken.set()
        with contextlib.suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        for client in list(self._sockets):
            with contextlib.suppress(OSError):
                client.shutdown(socket.SHUT_RDWR)
        for thread in list(self._threads):
            thread.join()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        self.close()

    def _run(self, target: object, *args: object) -> None:
        thread = threading.Thread(target=target, args=args, daemon=True)  # type: ignore[arg-type]
        self._threads.append(thread)
        thread.start()

    def _listen(self) -> None:
        while not self._closing.is_set():
            try:
                client, _ = self._listener.accept()
            except OSError:
                return
            self._threads = [thread for thread in self._threads if thread.is_alive()]
            self._run(self._serve, client)

    def _serve(self, client: socket.socket) -> None:
        self._sockets.add(client)
        session = Session(self.device, client, self._closing)
        try:
            if self.device.feeder.attached:
                session.serve()
            else:
                reset(client)
        finally:
            session.close()
            self._sockets.discard(client)
            client.close()


class Session:
    """One client, from its first call to its last."""

    def __init__(self, device: SimulatedFi, client: socket.socket, closing: threading.Event) -> None:
        self._device = device
        self._client = client
        self._closing = closing
        self._reader = Reader(self._receive)
        self._opened = False

    def serve(self) -> None:
        """Answer calls until the client exits or goes away."""
        self._client.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        with contextlib.suppress(HungUpError, OSError):
            while (call := self._reader.word()) != Call.EXIT:
                self._answer(call)

    def close(self) -> None:
        if self._opened:
            self._opened = False
            self._device.close()

    def _receive(self, size: int) -> bytes:
        parts = []
        while size:
            part = self._client.recv(size)
            if not part:
                raise HungUpError("closed")
            parts.append(part)
            size -= len(part)
        return b"".join(parts)

    def _answer(self, call: int) -> None:
        match call:
            case Call.INIT:
                self._reader.word(), self._reader.string()
                self._send(word(Status.GOOD), word(VERSION))
            case Call.GET_DEVICES:
                names = (self._device.NAME, self._device.VENDOR, self._device.MODEL, "scanner")
                self._send(word(Status.GOOD), word(2), pointer(b"".join(map(string, names))), pointer(None))
            case Call.OPEN:
                status = self._device.open(self._reader.string())
                self._opened = self._opened or status is Status.GOOD
                self._send(word(status), word(0), string(None))
            case Call.CLOSE | Call.CANCEL:
                self._reader.word()
                self.close() if call == Call.CLOSE else self._device.cancel()
                self._send(word(0))
            case Call.GET_OPTION_DESCRIPTORS:
                self._reader.word()
                options = self._device.options
                shown = [pointer(self._device.describe(option)) for option in options]
                self._send(word(len(shown)), *shown)
            case Call.CONTROL_OPTION:
                self._control()
            case Call.GET_PARAMETERS:
                self._reader.word()
                self._parameters(self._device.picture or self._device.preview())
            case Call.START:
                self._reader.word()
                self._start()
            case _:
                raise HungUpError(f"call {call}")

    def _control(self) -> None:
        _, number, action = self._reader.word(), self._reader.word(), self._reader.word()
        kind, _ = self._reader.word(), self._reader.word()
        text, numbers = "", [0]
        if kind == Type.STRING:
            text = self._reader.string()
        elif kind in (Type.BOOL, Type.INT, Type.FIXED):
            numbers = self._reader.words()
        if not 0 <= number < len(self._device.options):
            raise HungUpError(f"option {number}")
        option = self._device.options[number]
        status, info = Status.GOOD, 0
        if action == 1:
            value = text if option.kind is Type.STRING else option.decode(numbers[0])
            status = self._device.set(option, value)
            info = RELOAD
        self._send(word(status), word(info), option.encode(self._device.get(option)), string(None))

    def _parameters(self, picture: Picture) -> None:
        shape = (0, 1, picture.bytes_per_line, picture.width, picture.lines, picture.depth)
        self._send(word(Status.GOOD), *(word(item) for item in shape))

    def _start(self) -> None:
        end = self._device.start()
        if isinstance(end, Cut):
            self._break(self._client, end)
            raise HungUpError("fault")
        picture = self._device.picture
        if end is not Status.GOOD or picture is None:
            self._send(word(end), word(0), word(0x4321), string(None))
            return
        with socket.create_server((self._client.getsockname()[0], 0)) as listener:
            listener.settimeout(PATIENCE)
            self._send(word(end), word(listener.getsockname()[1]), word(0x4321), string(None))
            data, _ = listener.accept()
        threading.Thread(target=self._stream, args=(data, picture), daemon=True).start()

    def _stream(self, data: socket.socket, picture: Picture) -> None:
        with data, contextlib.suppress(OSError):
            data.settimeout(PATIENCE)
            size = CHUNK if not picture.slow else max(1, len(picture.data) // 8)
            for start in range(0, len(picture.data), size):
                data.sendall(record(picture.data[start : start + size]))
                if picture.slow:
                    self._closing.wait(TRICKLE)
            if isinstance(picture.end, Cut):
                self._break(data, picture.end)
                return
            self._device.sent(picture)
            data.sendall(end_of_image(picture.end))

    def _break(self, link: socket.socket, cut: End) -> None:
        if cut is Cut.SILENT:
            self._device.woken.wait()
        if cut is Cut.RESET:
            reset(link)
            if link is not self._client:
                reset(self._client)

    def _send(self, *parts: bytes) -> None:
        self._client.sendall(b"".join(parts))


def reset(link: socket.socket) -> None:
    """Close a connection so that the other end sees a reset and no orderly end."""
    with contextlib.suppress(OSError):
        link.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        link.close()
