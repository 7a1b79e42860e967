"""In the guest: the link to the toy over the kernel's own USB; says what it saw, a line each."""

import hashlib
import sys

from scanner.link.errors import LinkLostError
from scanner.link.usb_list import KnownUsb
from scanner.link.usb_open import open_usb
from tests.scanner.usb.toy import EVENTS, IMAGE, SPEC
from tests.scanner.usb.vhci import keep_attached, wait_listed


def say(*words):
    print("said:", *words, flush=True)


def image(link, length, chunk):
    link.write(f"image {length} {chunk}".encode())
    data = b""
    while len(data) < length:
        part = link.read(pipe=IMAGE, timeout=60)
        if part is None:
            break
        data += part
    return hashlib.sha256(data).hexdigest()


def main(host, port):
    keep_attached(host, int(port))
    known = KnownUsb(SPEC.vendor, SPEC.product, "toy", "toy")
    say("listed", *(one.address for one in wait_listed(known)))
    link = open_usb(SPEC)
    for length, chunk in ((6_900_000, 300_000), (1 << 20, 1 << 14), (5000, 511)):
        say("image", length, image(link, length, chunk))
    link.write(b"open 51200")
    say("drained", hashlib.sha256(link.drain(pipe=IMAGE, grace=2)).hexdigest())
    link.write(b"pull")
    try:
        link.read(pipe=EVENTS, timeout=120)
    except LinkLostError:
        say("lost")
    link.close()
    while True:
        try:
            link = open_usb(SPEC)
        except LinkLostError:
            continue
        break
    link.write(b"echo again")
    say(link.read(pipe=EVENTS, timeout=60).decode())
    link.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
