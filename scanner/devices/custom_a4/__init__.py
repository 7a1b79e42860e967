"""Custom A4, a scanner on USB that answers requests and never speaks by itself.

Reading order: `protocol` (what the bytes mean), `usb` (which device), `driver` (a `Machine`), `simulator`.
Section numbers in comments are those of the reference named in docs/scanners/custom-a4.md.
"""
