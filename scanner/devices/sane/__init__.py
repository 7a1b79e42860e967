"""Production document scanners through SANE: ``sane:DEVICE``.

Read `driver` first: what happens to a sheet.  Then `child`, the process that scans, and `protocol`, which knows
how to ask it and what it says.
"""
