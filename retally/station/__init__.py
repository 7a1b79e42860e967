"""The station: takes sheets from a scanner, makes them durable, reads them and shows how the batch stands.

Reading order: `standing`, `jobs`, `loop`, `display`, `interruption`.
"""
