"""Writing batches: opening, closing, reopening, withdrawing."""

from __future__ import annotations

from tabulate.errors import OrderError
from tabulate.ledger.appender import Appender
from tabulate.ledger.records import Batch


class BatchWriter(Appender):
    """What can happen to a batch as a whole."""

    def open_batch(self, name: str, unit: str, mode: str, source: str) -> Batch:
        """Opens a batch, or continues it when it is open already for the same unit and mode.

        Raises:
            OrderError: the batch was opened for another unit or mode, or is closed or withdrawn.
        """
        with self._transaction():
            known = self.batch(name)
            if known is None:
                self._append("batch-opened", {"batch": name, "unit": unit, "mode": mode, "scanner": source})
                return self._known_batch(name)
        if (known.unit, known.mode) != (unit, mode):
            raise OrderError(
                f"{self.path}: batch '{name}' is open for unit '{known.unit}', mode '{known.mode}'; "
                f"choose another batch name for unit '{unit}', mode '{mode}'"
            )
        self._refuse_closed(known)
        return known

    def close_batch(
        self, batch: Batch | str, counted_by_hand: int | None = None, explanation: str | None = None
    ) -> Batch:
        """Closes a batch: no more sheets.  `counted_by_hand` is the number of papers, where people counted.

        Raises:
            OrderError: the batch is unknown or closed already, or a device still holds a sheet of it.
        """
        name = batch.name if isinstance(batch, Batch) else batch
        with self._transaction():
            known = self._known_batch(name)
            self._refuse_closed(known)
            self._refuse_undisposed(name)
            self._append(
                "batch-closed",
                {
                    "batch": name,
                    "sheets": known.sheets,
                    "counted_by_hand": counted_by_hand,
                    "explanation": explanation,
                },
            )
            return self._known_batch(name)

    def reopen_batch(self, batch: Batch | str, reason: str, by: str) -> Batch:
        """Opens a closed batch again; who and why stay in the case.

        Raises:
            OrderError: the batch is unknown, open, or withdrawn.
        """
        name = batch.name if isinstance(batch, Batch) else batch
        with self._transaction():
            known = self._known_batch(name)
            self._refuse_withdrawn(known)
            if not known.closed:
                raise OrderError(f"{self.path}: batch '{name}' is open already; scan into it")
            self._append("batch-reopened", {"batch": name, "reason": reason, "by": by})
            return self._known_batch(name)

    def withdraw_batch(self, batch: Batch | str, reason: str, by: str) -> Batch:
        """Let a batch count nowhere, because it was scanned under a wrong name or twice; it stays as evidence.

        There is no way back: scan the sheets again under another name.

        Raises:
            OrderError: the batch is unknown, withdrawn already, or a device still holds a sheet of it.
        """
        name = batch.name if isinstance(batch, Batch) else batch
        with self._transaction():
            self._refuse_withdrawn(self._known_batch(name))
            self._refuse_undisposed(name)
            self._append("batch-withdrawn", {"batch": name, "reason": reason, "by": by})
            return self._known_batch(name)

    def _known_batch(self, name: str) -> Batch:
        known = self.batch(name)
        if known is None:
            raise OrderError(f"{self.path}: there is no batch '{name}'; open it before its sheets are scanned")
        return known

    def _refuse_closed(self, batch: Batch) -> None:
        if batch.closed:
            raise OrderError(f"{self.path}: batch '{batch.name}' is closed; reopen it, or choose another name")
        self._refuse_withdrawn(batch)

    def _refuse_withdrawn(self, batch: Batch) -> None:
        if batch.withdrawn is not None:
            raise OrderError(
                f"{self.path}: batch '{batch.name}' was withdrawn ({batch.withdrawn}); choose another name"
            )

    def _refuse_undisposed(self, name: str) -> None:
        held = self.undisposed()
        if held is not None and held.batch == name:
            raise OrderError(
                f"{self.path}: where sheet '{held.key}' of batch '{name}' went is not noted; run its "
                "'retally scan' again, so that the scanner settles it"
            )
