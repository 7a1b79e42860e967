"""An import in the terms of an election program: its ids of contests and choices, or an error with the name.

Names are found as in our own CSV: by id, by printed name without regard to capitals, and all write-ins of a
contest together.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Mapping, Sequence

from tabulate.compare import ContestInfo, OriginalContest
from tabulate.compare.ballots import BallotRecord
from tabulate.compare.named import choice_named, contest_named
from tabulate.errors import OriginalCountError
from tabulate.originals.imported import Imported
from tabulate.originals.records import WRITE_IN, is_write_in

_CONTEST = (
    "; say under [contests] in a file of names (--map) which one it is, or with 'only' which ones to take"
)


def rows_of_program(
    count: Imported, name: str, infos: Sequence[ContestInfo]
) -> tuple[tuple[OriginalContest, ...], tuple[str, ...]]:
    """The totals under the ids of the program.

    Args:
        count: what the file says.
        name: of the file, for messages.
        infos: the contests of the program.

    Returns:
        the totals, and a remark for each that was left out because no votes of it are known.

    Raises:
        OriginalCountError: a contest or choice that the program does not have, two names for one, or another
            number that may be chosen.
    """
    names = _Names(name, infos)
    rows: dict[tuple[str, str, str], OriginalContest] = {}
    left_out = []
    for row in count.rows:
        info = names.contest(row.contest)
        if row.vote_for not in (None, info.vote_for):
            raise OriginalCountError(
                f"{name}: '{row.contest}' is vote for {row.vote_for}, in the program it is {info.vote_for}; it "
                "is another contest, or one of the two is wrong"
            )
        if not row.votes:
            left_out.append(f"{row.unit}, {row.mode}, '{row.contest}': no votes are known; left out")
            continue
        key = (row.unit, row.mode, info.id)
        if key in rows:
            raise OriginalCountError(
                f"{name}: two contests in {row.unit}, {row.mode} are '{info.id}'{_CONTEST}"
            )
        votes: dict[str, int] = {}
        for choice, number in row.votes.items():
            own = names.choice(row.contest, choice)
            if own in votes:
                raise OriginalCountError(
                    f"{name}: two choices of '{row.contest}' are '{own}' of the program, one of them '{choice}'"
                )
            votes[own] = number
        rows[key] = dataclasses.replace(row, contest=info.id, vote_for=info.vote_for, votes=votes)
    return tuple(rows.values()), tuple(left_out)


def ballots_of_program(count: Imported, name: str, infos: Sequence[ContestInfo]) -> tuple[BallotRecord, ...]:
    """The cast vote records under the ids of the program, equal votes kept once.

    Raises:
        OriginalCountError: the file has no records, or a contest or choice that the program lacks, with
            or without a vote.
    """
    if not count.ballots:
        raise OriginalCountError(
            f"{name}: {count.format} has totals and no cast vote records; compare it with --original"
        )
    names = _Names(name, infos)
    for row in count.rows:
        for choice in row.votes:
            names.choice(row.contest, choice)
    known: dict[int, Mapping[str, frozenset[str]]] = {}
    return tuple(_under(ballot, names, known) for ballot in count.ballots)


def write_ins_as_one(choices: Iterable[str], info: ContestInfo) -> frozenset[str]:
    """Choices of a contest on one ballot; of write-ins how many, as other systems do not say on which lines."""
    own = info.write_in_key
    lines = {*info.write_ins, own}
    given = list(choices)
    plain = [choice for choice in given if choice not in lines]
    written = len(given) - len(plain)
    return frozenset((*plain, *(f"{own} {at}" if at > 1 else f"{own}" for at in range(1, written + 1))))


def _under(ballot: BallotRecord, names: _Names, known: dict[int, Mapping[str, frozenset[str]]]) -> BallotRecord:
    # Records of equal votes share one mapping, which lives as long as the import does.
    votes = known.get(id(ballot.votes))
    if votes is None:
        votes = known[id(ballot.votes)] = {
            names.contest(contest).id: names.votes(contest, chosen) for contest, chosen in ballot.votes.items()
        }
        if len(votes) != len(ballot.votes):
            raise OriginalCountError(
                f"{names.file}: two contests of one record are one of the program{_CONTEST}"
            )
    return dataclasses.replace(
        ballot,
        votes=votes,
        overvoted=frozenset(names.contest(contest).id for contest in ballot.overvoted),
        undecided=frozenset(names.contest(contest).id for contest in ballot.undecided),
    )


class _Names:
    """The names of a file and what they are in the program; each is looked up once."""

    def __init__(self, file: str, infos: Sequence[ContestInfo]) -> None:
        self.file = file
        self._infos = infos
        self._contests: dict[str, ContestInfo] = {}
        self._choices: dict[tuple[str, str], str] = {}
        self._votes: dict[tuple[str, frozenset[str]], frozenset[str]] = {}

    def contest(self, name: str) -> ContestInfo:
        if name not in self._contests:
            self._contests[name] = contest_named(name, f"{self.file}, contest", self._infos, _CONTEST)
        return self._contests[name]

    def choice(self, contest: str, name: str) -> str:
        key = (contest, name)
        if key not in self._choices:
            info = self.contest(contest)
            remedy = f'; say under [choices."{contest}"] in a file of names (--map) which one it is'
            word = WRITE_IN if is_write_in(name) and name not in info.choices else name
            self._choices[key] = choice_named(word, f"{self.file}, choice", info, remedy)
        return self._choices[key]

    def votes(self, contest: str, chosen: frozenset[str]) -> frozenset[str]:
        key = (contest, chosen)
        if key not in self._votes:
            ours = [self.choice(contest, name) for name in chosen]
            self._votes[key] = write_ins_as_one(ours, self.contest(contest))
        return self._votes[key]
