"""The tone map: how measured brightness becomes pixel values (reference 2.2)."""

from __future__ import annotations

import struct
from dataclasses import dataclass
from typing import Final

from scanner.devices.custom_a4.protocol.errors import CodecError

_LAYOUT: Final = struct.Struct("<HHB")


@dataclass(frozen=True, slots=True)
class ToneMap:
    """Five bytes.

    Attributes:
        black_clip, white_clip: levels below and above which all is black or white, 0 to 65535.
        gamma_tenths: gamma times ten, 0 to 255; 10 is linear.
    """

    black_clip: int
    white_clip: int
    gamma_tenths: int = 10

    def encode(self) -> bytes:
        return _LAYOUT.pack(self.black_clip, self.white_clip, self.gamma_tenths)

    @classmethod
    def decode(cls, data: bytes) -> ToneMap:
        """Read the five bytes.

        Raises:
            CodecError: another length.
        """
        if len(data) != _LAYOUT.size:
            raise CodecError(f"a tone map has {_LAYOUT.size} bytes, not {len(data)}")
        return cls(*_LAYOUT.unpack(data))
