"""Writing sheets: captured, read, disposed of."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Literal

from tabulate.errors import EvidenceError, OrderError
from tabulate.ledger.batches import BatchWriter
from tabulate.ledger.canonical import canonical_text
from tabulate.ledger.records import Batch

CapturedImage = tuple[bytes, str, int, str]
"""Bytes as captured, media type, page within them from 0, name for people."""


class SheetWriter(BatchWriter):
    """What can happen to a sheet."""

    def add_sheet(
        self,
        batch: Batch | str,
        key: str,
        images: Sequence[CapturedImage],
        source: str,
        *,
        imprint: str | None = None,
        paper: bool = False,
    ) -> tuple[int, bool]:
        """Stores a captured sheet.  When this returns, the device may drop the paper.

        Args:
            batch: an open batch, or its name.
            key: names the sheet within the batch, the same on every replay.
            images: one for each page, in the order of the device.
            source: address of the scanner.
            imprint: what the device printed on the sheet.
            paper: the scanner moves paper, and where the sheet went will be noted with `dispose_sheet`.

        Returns:
            The sheet's number, and whether it is new: False when the same content is there under the same key.

        Raises:
            OrderError: the batch is closed, withdrawn or unknown; or where the sheet before went is not noted.
            EvidenceError: another content is there under this key.
            EntryError: a field cannot be written down.
            StorageError: the medium does not take it; nothing is stored.
        """
        name = batch.name if isinstance(batch, Batch) else batch
        hashed = [(hashlib.sha256(data).hexdigest(), data) for data, *_ in images]
        listed = [
            {"sha256": sha256, "media_type": media_type, "page": page, "name": label}
            for (sha256, _), (_, media_type, page, label) in zip(hashed, images, strict=True)
        ]
        with self._transaction():
            known = self._known_batch(name)
            self._refuse_closed(known)
            there = self._last("kind = 'sheet-captured' AND batch = ? AND key = ?", (name, key))
            if there is not None:
                if _content(there.body["images"]) != _content(listed):
                    raise EvidenceError(
                        f"{self.path}: sheet '{key}' of batch '{name}' is stored with other images "
                        f"(entry {there.seq}); if it is another sheet, give it another name or batch"
                    )
                return there.seq, False
            if paper:
                self._refuse_next()
            body = {"batch": name, "sequence": known.sheets + 1, "key": key, "source": source, "images": listed}
            body |= {"imprint": imprint} if imprint is not None else {}
            body |= {"paper": True} if paper else {}
            seq = self._append("sheet-captured", body)
            for sha256, data in hashed:
                self._store(data, sha256)
            return seq, True

    def add_reading(self, sheet_id: int, reading: Mapping[str, Any]) -> None:
        """Stores what was read from a sheet; the same reading again changes nothing.

        Raises:
            EvidenceError: no such sheet, another reading of it is stored (the same input must give the same
                answer), or it was read with another program.
        """
        body = {"sheet": sheet_id, "reading": dict(reading)}
        text = self._text("sheet-read", body)
        for used in _programs(reading):
            if used != self.seal:
                raise EvidenceError(
                    f"{self.path}: sheet {sheet_id} was read with program {str(used)[:16]}, the case's is "
                    f"{self.seal[:16]}; read it with the case's program"
                )
        with self._transaction():
            captured = self._last("seq = ? AND kind = 'sheet-captured'", (sheet_id,))
            if captured is None:
                raise EvidenceError(f"{self.path}: entry {sheet_id} is no sheet; nothing was read from it")
            there = self._last("kind = 'sheet-read' AND sheet = ?", (sheet_id,))
            if there is None:
                self._append("sheet-read", body, text)
            elif canonical_text(there.body) != text:
                raise EvidenceError(
                    f"{self.path}: sheet {sheet_id} reads otherwise than before (entry {there.seq}); the "
                    "same image and program must give the same reading: have the difference looked into"
                )

    def dispose_sheet(
        self, sheet_id: int, to: Literal["accepted", "returned"], reason: str | None = None
    ) -> None:
        """Note where the paper of a sheet went; the same again changes nothing.

        Args:
            sheet_id: its number.
            to: ``accepted``: on the counted stack; ``returned``: given back, and counted nowhere.
            reason: why it was given back.

        Raises:
            EvidenceError: no such sheet, one that no device moved, or it is noted that it went elsewhere.
            EntryError: a returned sheet without a reason.
        """
        body = {"sheet": sheet_id, "to": to, "reason": reason}
        with self._transaction():
            captured = self._last("seq = ? AND kind = 'sheet-captured'", (sheet_id,))
            if captured is None:
                raise EvidenceError(f"{self.path}: entry {sheet_id} is no sheet; it went nowhere")
            if not captured.body.get("paper"):
                raise EvidenceError(
                    f"{self.path}: no device moved the paper of sheet {sheet_id}; it went nowhere"
                )
            there = self._last("kind = 'sheet-disposed' AND sheet = ?", (sheet_id,))
            if there is None:
                self._append("sheet-disposed", body)
            elif there.body["to"] != to:
                raise EvidenceError(
                    f"{self.path}: sheet {sheet_id} was {there.body['to']} (entry {there.seq}) and cannot be "
                    f"{to} now; look for it on the counted stack and among those set aside"
                )

    def _refuse_next(self) -> None:
        held = self.undisposed()
        if held is not None:
            raise OrderError(
                f"{self.path}: where sheet '{held.key}' of batch '{held.batch}' went is not noted, so no "
                "further one may come; run the command again, so that the scanner settles it"
            )


def _content(images: Sequence[Mapping[str, Any]]) -> list[tuple[str, str, int]]:
    """What makes two captures the same: bytes, type and page; a file may have been renamed meanwhile."""
    return [(image["sha256"], image["media_type"], image["page"]) for image in images]


def _programs(reading: Mapping[str, Any]) -> Iterator[object]:
    """Every program that a reading says it was made with, of the sheet or of one of its pages."""
    pages = reading.get("pages", [])
    for part in (reading, *(pages if isinstance(pages, list) else [])):
        if isinstance(part, Mapping) and "program" in part:
            yield part["program"]
