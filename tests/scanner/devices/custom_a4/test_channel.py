"""What is asked twice and what never is: a scan that is asked for twice may count two sheets as one."""

from __future__ import annotations

from collections import deque

import pytest

from scanner.devices.custom_a4.driver.channel import Channel, RefusedError
from scanner.devices.custom_a4.driver.session import Session
from scanner.devices.custom_a4.protocol import (
    Ack,
    Move,
    Refusal,
    Release,
    Side,
    Status,
    Topic,
    encode_answer,
    get_status,
    parameters,
)
from scanner.link import LinkError, LinkLostError, SimulatedClock
from scanner.trouble import Trouble, TroubleKind

ACK, IDLE = encode_answer(Ack(1)), encode_answer(Status())
NO_JOB, NO_COMMAND = encode_answer(Refusal(0x81)), encode_answer(Refusal(0x80))


class Script:
    """A link that answers what it is told: one entry a read; None is silence."""

    def __init__(self, *reads, writes=(), stale=b""):
        self.reads = deque(reads)
        self.fails = deque(writes)
        self.stale = stale
        self.written = []

    def write(self, data, *, pipe=0, timeout=1.0):
        assert pipe == 0x02
        error = self.fails.popleft() if self.fails else None
        self.written.append(data[:4].rstrip(b"\0").decode() if len(data) == 8 else len(data))
        if error is not None:
            raise error

    def read(self, *, pipe=0, timeout):
        assert pipe == 0x81
        return self.reads.popleft() if self.reads else None

    def drain(self, *, pipe=0, grace):
        stale, self.stale = self.stale, b""
        return stale

    def close(self):
        pass


def session(*reads, **more):
    link = Script(*reads, **more)
    return Session(Channel(link, SimulatedClock())), link


def test_four_reads_without_data_are_waited_out():
    device, link = session(None, b"", None, b"", IDLE)
    assert device.status() == Status()
    assert link.written == ["INFO"]


def test_five_are_no_answer_and_nothing_is_asked_again():
    device, link = session(*[None] * 5, IDLE)
    with pytest.raises(Trouble) as caught:
        device.status()
    assert caught.value.kind is TroubleKind.SILENT and link.written == ["INFO"]


def test_after_silence_what_comes_late_is_thrown_away_first():
    device, link = session(*[None] * 5, encode_answer(Status(key=2)))
    with pytest.raises(Trouble):
        device.status()
    link.stale = encode_answer(Status(key=1))
    assert device.status().key == 2 and link.stale == b""


def test_old_answers_of_another_kind_are_passed_over():
    device, _ = session(ACK + ACK, ACK + IDLE[:20], IDLE[20:])
    assert device.status() == Status()


def test_but_not_for_ever():
    device, _ = session(*[ACK] * 9)
    with pytest.raises(Trouble) as caught:
        device.status()
    assert caught.value.kind is TroubleKind.TRANSFER


@pytest.mark.parametrize("noise", [b"\x00", b"hello", b"STA\0Xzzz"])
def test_noise_is_no_answer(noise):
    device, _ = session(noise)
    with pytest.raises(Trouble) as caught:
        device.status()
    assert caught.value.kind is TroubleKind.TRANSFER


def test_a_write_is_tried_three_times():
    device, link = session(IDLE, writes=[LinkError("full"), LinkError("full")])
    assert device.status() == Status() and link.written == ["INFO"] * 3
    device, link = session(IDLE, writes=[LinkError("full")] * 3)
    with pytest.raises(Trouble) as caught:
        device.status()
    assert caught.value.kind is TroubleKind.SILENT


@pytest.mark.parametrize(
    "begin", [lambda one: one.begin_scan(parameters()), lambda one: one.move(Move.FORWARD)]
)
def test_what_moves_paper_is_written_once(begin):
    device, link = session(
        ACK,
        writes=[None, None, LinkError("full")]
        if begin.__code__.co_names[0] == "begin_scan"
        else [LinkError("full")],
    )
    with pytest.raises(Trouble):
        begin(device)
    assert link.written.count("SCAN") + link.written.count("MOTO") == 1


def test_an_unanswered_scan_is_not_asked_for_again():
    """It may have begun: a second one would take the next sheet in under the first one's image."""
    device, link = session(ACK, *[None] * 20)
    with pytest.raises(Trouble) as caught:
        device.begin_scan(parameters())
    assert caught.value.kind is TroubleKind.SILENT
    assert link.written == ["PAR", 40, "SCAN"]


def test_a_lost_link_is_not_tried_again():
    device, link = session(writes=[LinkLostError("gone")])
    with pytest.raises(LinkLostError):
        device.status()
    assert link.written == ["INFO"]


def test_a_lost_job_is_made_anew_and_the_command_repeated_once():
    device, link = session(NO_JOB, ACK, IDLE)
    assert device.status() == Status() and link.written == ["INFO", "JOB", "INFO"]
    device, link = session(NO_JOB, ACK, NO_JOB)
    with pytest.raises(Trouble) as caught:
        device.status()
    assert caught.value.kind is TroubleKind.DEVICE and "invalid job id" in str(caught.value)


def test_a_scan_in_a_new_job_has_its_parameters_again():
    """A new job has those of its makers: another resolution, or a sheet that is not held."""
    device, link = session(ACK, NO_JOB, ACK, ACK, ACK)
    device.begin_scan(parameters())
    assert link.written == ["PAR", 40, "SCAN", "JOB", "PAR", 40, "SCAN"]


def test_a_job_that_cannot_be_created_is_ended_once():
    device, link = session(NO_JOB, ACK, ACK)
    device.create()
    assert link.written == ["JOB"] * 3
    device, link = session(NO_JOB, ACK, NO_JOB, *[NO_COMMAND] * 9)
    with pytest.raises(Trouble) as caught:
        device.create()
    assert caught.value.kind is TroubleKind.DEVICE
    assert len(link.written) == 6, "one re-create, and four errors in all"


def test_parameters_are_two_writes_and_one_answer():
    device, link = session(ACK, ACK)
    device.begin_scan(parameters())
    assert link.written == ["PAR", 40, "SCAN"]


def test_during_a_scan_no_job_is_made_anew():
    """That would stop the motor, and the rest of the page would be another scan's."""
    device, link = session(NO_JOB)
    with pytest.raises(Trouble) as caught:
        device.status_of_scan()
    assert caught.value.kind is TroubleKind.TRANSFER and link.written == ["INFO"]


def test_release_information_is_text_or_nothing():
    assert session(encode_answer(Release("A4 v1 \0\0")))[0].release(Topic.MODEL) == "A4 v1"
    assert session(NO_COMMAND)[0].release(Topic.MODEL) == ""


def channel(*reads):
    link = Script(*reads)
    return Channel(link, SimulatedClock()), link


def test_image_bytes_are_read_until_complete():
    device, link = channel(b"abc", None, b"", b"defg", b"hij")
    assert device.image(10, Side.A) == b"abcdefghij" and link.written == ["IMG"]


def test_a_refused_image_is_asked_for_three_times():
    device, link = channel(NO_COMMAND, NO_COMMAND[:3], NO_COMMAND[3:], bytes(100))
    assert device.image(100, Side.A) == bytes(100) and link.written == ["IMG"] * 3
    device, link = channel(*[NO_COMMAND] * 3)
    with pytest.raises(Trouble) as caught:
        device.image(100, Side.A)
    assert caught.value.kind is TroubleKind.TRANSFER


def test_a_block_never_ends_with_a_full_packet():
    """Whether an empty one follows is unknown; a read that waits for it would hold the image back."""
    for ready in (512, 1024, 0xFFFFFF // 512 * 512):
        device, _ = channel(bytes(ready - 1))
        assert len(device.image(ready, Side.A)) == ready - 1


@pytest.mark.parametrize("reads", [[IDLE + bytes(52)], [ACK, bytes(100)], [bytes(60), bytes(60)]])
def test_what_is_no_image_never_becomes_pixels(reads):
    device, _ = channel(*reads)
    with pytest.raises(Trouble) as caught:
        device.image(100, Side.A)
    assert caught.value.kind is TroubleKind.TRANSFER


def test_an_image_that_stops_coming_is_no_image():
    device, link = channel(bytes(60))
    with pytest.raises(Trouble):
        device.image(100, Side.A)
    assert link.written == ["IMG"], "asked again, it would go on where nobody knows"


def test_a_refusal_is_not_shown_to_the_operator_as_it_is():
    device, _ = channel(NO_COMMAND)
    with pytest.raises(RefusedError, match="answer 80, invalid command"):
        device.ask(get_status())
