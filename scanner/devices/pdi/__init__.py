"""PDI PageScan 5 and 6: sheet-fed duplex scanners on USB that hold each sheet until it is decided on.

Read `protocol` (the bytes), `conversation` (questions and answers), `scan` and `moves` (one sheet in, one
sheet out) and `driver` (the machine), in this order.  Facts are numbered as in scanner-protocols, chapter 1.
"""
