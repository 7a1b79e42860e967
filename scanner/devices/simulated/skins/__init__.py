"""Skins: what makes a simulated device look like a real one to another process.

`realtime` lets it live by the clock on the wall, whatever the cable; `usbip` puts it on a network
as a USB device.
"""
