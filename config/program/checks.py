"""The rules between the fields of a program, which no single field can keep.

Reading order: names and references (`check_names`), ballot styles and parties (`check_styles`), places of
targets (`check_targets`), what tells cards apart (`check_cards`).
"""

from __future__ import annotations

from collections.abc import Iterator

from config.program.check_cards import check_codes, check_print_maps
from config.program.check_names import check_contests, check_identifiers, check_references
from config.program.check_styles import check_styles
from config.program.check_targets import check_coverage, check_places
from config.program.model import ElectionProgram
from config.program.problem import Problem


def check_program(program: ElectionProgram) -> tuple[Problem, ...]:
    """Holds a program against all rules; errors first, each group in the order of the file's parts.

    Places, coverage and codes are only looked at once all names are right: a wrong name would otherwise
    be reported over again by every later rule.
    """
    problems = [*check_identifiers(program), *check_references(program)]
    if not any(problem.is_error for problem in problems):
        problems += _further(program)
    return tuple(sorted(problems, key=lambda problem: not problem.is_error))


def _further(program: ElectionProgram) -> Iterator[Problem]:
    yield from check_contests(program)
    yield from check_styles(program)
    yield from check_places(program)
    yield from check_coverage(program)
    yield from check_print_maps(program)
    yield from check_codes(program)
    policy = program.mark_policy
    if policy.marginal_at > policy.marked_at:
        yield Problem(
            "mark_policy.marginal_at", f"{policy.marginal_at} is above marked_at, which is {policy.marked_at}"
        )
    if policy.marginal_at == 0:
        yield Problem("mark_policy.marginal_at", "0 would take every empty oval for a mark")
    if program.draft is not None and program.draft.confirmed is None:
        yield Problem(
            "draft.confirmed",
            "nobody has confirmed this draft; it can be tried but not sealed",
            severity="warning",
        )
