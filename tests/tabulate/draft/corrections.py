"""How many fields a person must correct in a drafted card, by the truth of a page of that card."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from config.program import Card, ElectionProgram, Target
from tabulate.geometry import Registration, register
from tabulate.image.decode import decode

PIXELS = 3.0
"""Pixels of the recorded image within which the middle of an unmarked target must lie; around a mark the
truth's box was fitted to the mark, up to 5 pixels off its row."""


@dataclass
class Corrections:
    """Fields of one card side that are wrong or missing, each with what it should be."""

    fields: list[str] = field(default_factory=list)
    farthest: float = 0.0

    @property
    def structure(self) -> list[str]:
        """Those that are no mere names: places, groups, and targets too many or too few."""
        return [text for text in self.fields if text.startswith(("missing", "extra", "position", "grouping"))]


def plain(text: str) -> str:
    """Letters and digits alone: spacing, case and punctuation are no corrections."""
    return re.sub(r"[^a-z0-9]", "", text.lower())


def printed_title(contest: str) -> str:
    """The truth's contest name without the number and the watermark's word in front of it."""
    return re.sub(r"^\d+:\s*(?:SAMPLE\s+)?", "", contest)


def is_write_in(option: str) -> bool:
    """Write-in lines are named `write-in 1`, or by the garbled text under the line."""
    return option.lower().startswith("write-in") or "w ri te" in option.lower()


def compare_side(
    program: ElectionProgram,
    card: Card,
    side: str,
    page: dict,
    corpus: Path,
    titles: dict[str, str] | None = None,
    limits: dict[str, int] | None = None,
) -> Corrections:
    """Hold one drafted side against the truth of a recorded page of it.

    Args:
        titles: the printed title for a contest name of the truth, where the truth has a name of its own.
        limits: how many a voter may vote for, by the truth's contest name; 1 by default.
    """
    face = card.front if side == "front" else card.back
    result = Corrections()
    registration = _registration(corpus / page["image"])
    found = list(face.targets)
    truth = page["targets"]
    pairs = _pair(found, truth, registration, result)
    contests = {contest.id: contest for contest in program.contests}
    groups: dict[str, list[Target]] = defaultdict(list)
    for entry, target in zip(truth, pairs, strict=True):
        if target is None:
            result.fields.append(f"missing target: {entry['contest']} / {entry['option']}")
            continue
        groups[entry["contest"]].append(target)
        choice = next(c for c in contests[target.contest].choices if c.id == target.choice)
        if is_write_in(entry["option"]):
            if choice.kind != "write-in":
                result.fields.append(f"kind of {choice.name!r}: write-in")
        elif choice.kind == "write-in" or plain(choice.name) != plain(entry["option"]):
            result.fields.append(f"name {choice.name!r}: {entry['option']!r}")
    for extra in [target for target in found if not any(target is pair for pair in pairs)]:
        result.fields.append(f"extra target: column {extra.column}, row {extra.row}")
    for name, targets in groups.items():
        _grouping(name, targets, groups, contests, titles or {}, limits or {}, result)
    return result


def _grouping(name, targets, groups, contests, titles, limits, result) -> None:
    ids = Counter(target.contest for target in targets)
    main, _ = ids.most_common(1)[0]
    result.fields += [
        f"grouping: {name} also in {other}" for other in ids if other != main for _ in range(ids[other])
    ]
    if any(target.contest == main for other, members in groups.items() if other < name for target in members):
        result.fields.append(f"grouping: {name} shares {main} with another contest")
    contest = contests[main]
    wanted = titles.get(name, printed_title(name))
    if plain(contest.title) != plain(wanted):
        result.fields.append(f"title {contest.title!r}: {wanted!r}")
    if contest.vote_for != limits.get(name, 1):
        result.fields.append(f"vote_for of {name}: {limits.get(name, 1)}, not {contest.vote_for}")
    answers = all(plain(choice.name).endswith(("yes", "no")) for choice in contest.choices)
    if (contest.kind == "measure") != answers:
        result.fields.append(f"kind of {name}")


_REGISTRATIONS: dict[Path, Registration] = {}


def _registration(path: Path) -> Registration:
    if path not in _REGISTRATIONS:
        found = register(decode(path.read_bytes()))
        assert isinstance(found, Registration), f"{path.name}: {found}"
        _REGISTRATIONS[path] = found
    return _REGISTRATIONS[path]


def _pair(
    found: list[Target], truth: list[dict], registration: Registration, result: Corrections
) -> list[Target | None]:
    """The drafted target at each true one, or None; a target too far away is a position to correct."""
    boxes = np.array([entry["box"] for entry in truth])
    centres = boxes[:, :2] + boxes[:, 2:] / 2
    if not found:
        return [None] * len(truth)
    places = registration.to_pixels(np.array([(target.x, target.y) for target in found]))
    distance = np.hypot(*(centres[:, None] - places[None]).transpose(2, 0, 1))
    pairs: list[Target | None] = []
    for row, entry in zip(distance, truth, strict=True):
        nearest = int(np.argmin(row))
        if row[nearest] > 4 * PIXELS:
            pairs.append(None)
            continue
        unmarked = entry["state"] == "blank" and not entry.get("flags")
        if unmarked:
            result.farthest = max(result.farthest, float(row[nearest]))
        if unmarked and row[nearest] > PIXELS:
            result.fields.append(f"position of {entry['option']}: {row[nearest]:.1f} px off")
        pairs.append(found[nearest])
    return pairs
