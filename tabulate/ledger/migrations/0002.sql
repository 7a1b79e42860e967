-- The end of a sheet that a device moved, and batches that were withdrawn.
CREATE UNIQUE INDEX sheet_disposed_once ON entries (sheet) WHERE kind = 'sheet-disposed';
CREATE INDEX paper_sheets ON entries (seq)
  WHERE kind = 'sheet-captured' AND json_extract(body, '$.paper') = 1;

DROP INDEX batch_entries;
CREATE INDEX batch_entries ON entries (batch)
  WHERE kind IN ('batch-opened', 'batch-closed', 'batch-reopened', 'batch-withdrawn');
CREATE UNIQUE INDEX batch_withdrawn_once ON entries (batch) WHERE kind = 'batch-withdrawn';
