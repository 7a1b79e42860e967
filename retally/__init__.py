"""The desk: commands, the station loop and what the operator sees.

The only room that imports both `scanner` and `tabulate`.  Reading order: `retally.app` (the entry point
and what becomes of errors), `retally.console` (progress), then one file a command in `retally.commands`.
"""
