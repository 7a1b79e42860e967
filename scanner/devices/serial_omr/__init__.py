"""Mark readers on a serial line: one driver, and a profile for each model.

Read `protocol.profile` first: it is what a person writes.  Then `protocol.framing` (where a reply ends),
`protocol.decoders` (from a reply to levels), `exchange` (one question and its answer), `driver` (a card), and
`opening`.  Nothing in `protocol` reads a file of its own accord, waits, or knows the time.
"""
