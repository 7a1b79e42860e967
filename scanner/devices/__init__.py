"""One folder for each family of devices: `protocol` (pure codec), `driver` (a `Machine`), `simulator`.

`simulated` has what all simulators share: the paper, the person at the scanner, and scripts of faults.
"""
