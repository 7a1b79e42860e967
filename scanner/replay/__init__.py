"""Recorded sessions as scanners: ``replay:FILE``.

`scanner.heard_machine` says which calls a driver got while it was recorded; `run` makes the same calls again
on the same driver over the recorded bytes; `scanner` gives the sheets of it.
"""
