-- The chain.  batch, key and sheet are computed from the body, stored nowhere, and serve the indexes alone.
CREATE TABLE entries (
  seq INTEGER PRIMARY KEY,
  at TEXT NOT NULL,
  kind TEXT NOT NULL,
  body TEXT NOT NULL,
  previous TEXT NOT NULL,
  hash TEXT NOT NULL,
  batch TEXT GENERATED ALWAYS AS (json_extract(body, '$.batch')) VIRTUAL,
  key TEXT GENERATED ALWAYS AS (json_extract(body, '$.key')) VIRTUAL,
  sheet INTEGER GENERATED ALWAYS AS (json_extract(body, '$.sheet')) VIRTUAL
) STRICT;

CREATE INDEX entries_by_kind ON entries (kind);
CREATE UNIQUE INDEX batch_opened_once ON entries (batch) WHERE kind = 'batch-opened';
CREATE INDEX batch_entries ON entries (batch)
  WHERE kind IN ('batch-opened', 'batch-closed', 'batch-reopened');
CREATE INDEX sheets_of_batch ON entries (batch) WHERE kind = 'sheet-captured';
CREATE UNIQUE INDEX sheet_captured_once ON entries (batch, key) WHERE kind = 'sheet-captured';
CREATE UNIQUE INDEX sheet_read_once ON entries (sheet) WHERE kind = 'sheet-read';

-- Bytes as captured, under their SHA-256 in hex: images, the program, original counts.
CREATE TABLE images (
  sha256 TEXT NOT NULL PRIMARY KEY,
  bytes BLOB NOT NULL
) STRICT;

-- One row that names the last entry, so that a removed last entry is missed.
CREATE TABLE head (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  seq INTEGER NOT NULL,
  hash TEXT NOT NULL
) STRICT;

CREATE TRIGGER entries_follow_head BEFORE INSERT ON entries
WHEN NEW.seq <> (SELECT seq + 1 FROM head) OR NEW.previous <> (SELECT hash FROM head)
BEGIN
  SELECT RAISE(ABORT, 'an entry must follow the last one');
END;

CREATE TRIGGER entries_move_head AFTER INSERT ON entries
BEGIN
  UPDATE head SET seq = NEW.seq, hash = NEW.hash;
END;

CREATE TRIGGER entries_never_change BEFORE UPDATE ON entries
BEGIN
  SELECT RAISE(ABORT, 'entries are never changed');
END;

CREATE TRIGGER entries_never_go BEFORE DELETE ON entries
BEGIN
  SELECT RAISE(ABORT, 'entries are never removed');
END;

CREATE TRIGGER images_never_change BEFORE UPDATE ON images
BEGIN
  SELECT RAISE(ABORT, 'images are never changed');
END;

CREATE TRIGGER images_never_go BEFORE DELETE ON images
BEGIN
  SELECT RAISE(ABORT, 'images are never removed');
END;

CREATE TRIGGER images_stay BEFORE INSERT ON images
WHEN EXISTS (SELECT 1 FROM images WHERE sha256 = NEW.sha256)
BEGIN
  SELECT RAISE(ABORT, 'images are never replaced');
END;

CREATE TRIGGER head_moves_by_one BEFORE UPDATE ON head
WHEN NEW.id <> 1 OR NEW.seq <> OLD.seq + 1
  OR NEW.hash IS NOT (SELECT hash FROM entries WHERE seq = NEW.seq)
BEGIN
  SELECT RAISE(ABORT, 'the head moves with the entries alone');
END;

CREATE TRIGGER head_stays BEFORE INSERT ON head
WHEN EXISTS (SELECT 1 FROM head) OR NEW.seq <> 0
BEGIN
  SELECT RAISE(ABORT, 'there is one head');
END;

CREATE TRIGGER head_never_goes BEFORE DELETE ON head
BEGIN
  SELECT RAISE(ABORT, 'the head is never removed');
END;

INSERT INTO head (id, seq, hash)
VALUES (1, 0, '0000000000000000000000000000000000000000000000000000000000000000');
