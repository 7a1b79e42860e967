"""The stories of one unit: whose numbers, which batches, and then contest by contest."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from tabulate.compare.case import Case
from tabulate.compare.findings import BALLOT_CAUSES, Cause
from tabulate.compare.search.atoms import Atom, Base, atoms_of, bases_of
from tabulate.compare.search.contest import Contest, Told, tell
from tabulate.compare.search.explanation import PRICE_UNEXPLAINED, Explanation, ranked
from tabulate.compare.search.screen import screen
from tabulate.compare.search.space import Numbers, Space, space_of
from tabulate.compare.tally import Unit

MOST = 12
"""Stories kept for a unit until units are looked at together."""
FAR = 3
"""Another unit's row is looked at closely where no more of its numbers than this, or a third, differ."""
FEW_UNITS = 24
"""With so few units every row is looked at closely."""
SLIPS = 6
"""Most numbers mistyped in a row that was taken from elsewhere; more than that is not that row."""
SPREAD = 24
"""Bits above the cheapest complete story at which one is no longer worth telling."""
INCOHERENT = 10
"""Bits for contests of a unit that disagree on how many ballots came or went."""


def explain_unit(case: Case, unit: Unit) -> tuple[Explanation, ...]:
    """The cheapest stories of a unit that differs; none when it does not."""
    if not any(case.changes.get(unit, {}).values()):
        return ()
    space = _space(case, unit)
    return ranked(_Search(case, unit, space, space.numbers(case.originals[unit])).stories(), MOST)


def _space(case: Case, unit: Unit) -> Space:
    before, after = case.original[unit], case.retabulated[unit]
    both = [contest for contest in after if contest in before]
    vote_for = {contest: before[contest].vote_for or after[contest].vote_for for contest in both}
    whole = [
        contest
        for contest in both
        if after[contest].imbalance() is not None and before[contest].imbalance() is not None
    ]
    return space_of(case.changes[unit], vote_for, whole)


@dataclass(frozen=True, slots=True)
class _Search:
    """The search in one unit; `seen` are the numbers of its original count."""

    case: Case
    unit: Unit
    space: Space
    seen: Numbers

    def stories(self) -> list[Explanation]:
        found: list[Explanation] = []
        best = PRICE_UNEXPLAINED
        for base in bases_of(self.case, self.unit, self.space):
            surplus = tuple(a - b for a, b in zip(self.seen, base.right, strict=True))
            wrong = sum(number != 0 for number in surplus)
            far = wrong > max(FAR, len(surplus) // 3) and len(self.case.retabulateds) > FEW_UNITS
            if base.causes and far:
                continue
            atoms = atoms_of(self.case, self.unit, base.owner, self.space)
            for chosen in screen(surplus, [a.effect for a in atoms], [a.about for a in atoms]):
                picked = [atoms[at] for at in chosen]
                price = base.bits + sum(atom.bits for atom in picked)
                if price <= best + SPREAD:
                    told = self._with(base, picked)
                    best = min([best, *(story.bits for story in told if story.complete)])
                    found += told
        return found

    def _with(self, base: Base, atoms: Sequence[Atom]) -> list[Explanation]:
        """The cheapest story with these batches, and the same with one contest told otherwise."""
        right = base.right
        for atom in atoms:
            right = tuple(a + b for a, b in zip(right, atom.effect, strict=True))
        if base.causes and sum(a != b for a, b in zip(right, self.seen, strict=True)) > SLIPS:
            return []
        told = self._told(right)
        cheapest = [ways[0] for ways in told]
        found = [_joined(base, atoms, cheapest)]
        for at, ways in enumerate(told):
            found += [_joined(base, atoms, [*cheapest[:at], way, *cheapest[at + 1 :]]) for way in ways[1:]]
        return found

    def _told(self, right: Numbers) -> list[list[Told]]:
        """The cheapest ways to tell each contest, the numbers being right but for what happened in it."""
        came = {
            layout.contest: right[layout.ballots] - self.seen[layout.ballots]
            for layout in self.space.layouts
            if layout.ballots is not None
        }
        told = []
        for layout in self.space.layouts:
            others = {change for contest, change in came.items() if contest != layout.contest}
            same = others.pop() if len(others) == 1 else None
            told.append(tell(Contest(self.case, self.unit, self.space, layout, right, self.seen, same)))
        return told


def _joined(base: Base, atoms: Sequence[Atom], told: Sequence[Told]) -> Explanation:
    """One story of all parts.  Ballots more or fewer, the same number in several contests, are one thing."""
    bits = base.bits + sum(atom.bits for atom in atoms) + sum(part.bits for part in told)
    causes: list[Cause] = [*base.causes, *(atom.cause for atom in atoms)]
    came: dict[tuple[str, int], int] = {}
    for part in told:
        for cause in part.causes:
            key = (cause.kind, cause.numbers.get("ballots", 0))
            if cause.kind in BALLOT_CAUSES and key in came:
                at = came[key]
                causes[at] = replace(causes[at], contests=(*causes[at].contests, *cause.contests))
                bits -= part.ballots_bits
                continue
            if cause.kind in BALLOT_CAUSES and any(kind in BALLOT_CAUSES for kind, _ in came):
                bits += INCOHERENT
            came.setdefault(key, len(causes))
            causes.append(cause)
    return Explanation(tuple(causes), bits)
