"""In the guest: scan the whole pile with the driver of a real device; says what it saw, a line each.

The paper and the person are on the host: what is shown to the operator goes there, and whether the pile is done
comes from there.
"""

import hashlib
import json
import socket
import sys

from scanner import Surroundings, open_scanner
from scanner.link.usb_list import KnownUsb
from tests.scanner.usb.guest_link import say
from tests.scanner.usb.vhci import keep_attached, wait_listed


class Operator:
    def __init__(self, host, port):
        self.lines = socket.create_connection((host, port)).makefile("rw", encoding="utf-8")

    def ask(self, **question):
        self.lines.write(json.dumps(question) + "\n")
        self.lines.flush()
        return json.loads(self.lines.readline())

    def hear(self, notice):
        say("notice", notice.code, notice.ask.name)
        self.ask(code=notice.code, text=notice.text, ask=notice.ask.name, over=notice.over)

    def finished(self):
        return self.ask()


def main(host, port, operator_port, vendor, product, address):
    keep_attached(host, int(port))
    wait_listed(KnownUsb(int(vendor), int(product), "any", "any"))
    operator = Operator(host, int(operator_port))
    around = Surroundings(notify=operator.hear, finished=operator.finished)
    with open_scanner(address, around) as scanner:
        for sheet in scanner.sheets():
            hashes = [hashlib.sha256(page.encoded).hexdigest() for page in sheet.pages]
            scanner.accept(sheet)
            say("sheet", sheet.key, *hashes)
    say("done")


if __name__ == "__main__":
    main(*sys.argv[1:])
