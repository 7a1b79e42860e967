"""The driver of the Custom A4.

Reading order: `settings` (options of the address), `channel` (one request, one answer), `session` (jobs),
`scan` (one sheet becomes images), `troubles` (words), `watch` (waiting), `machine`, `opening`.
"""

from scanner.devices.custom_a4.driver.machine import CustomA4
from scanner.devices.custom_a4.driver.opening import machine, open_custom_a4
from scanner.devices.custom_a4.driver.settings import Settings

__all__ = ["CustomA4", "Settings", "machine", "open_custom_a4"]
