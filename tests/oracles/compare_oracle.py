"""Plain twin of `tabulate.compare`: dumb loops over rows, nothing shared with what it checks."""

from __future__ import annotations

from itertools import combinations


def changes(original_rows, retabulated_rows):
    """Change of every number that both lists of (key, number) have."""
    result = {}
    for key, before in original_rows:
        for other, after in retabulated_rows:
            if key == other:
                result[key] = after - before
    return result


def imbalance(votes, undervotes, overvotes, ballots, vote_for):
    """What is left of votes + undervotes + N x overvoted = N x ballots."""
    left = 0
    for number in votes:
        left += number
    left += undervotes
    for _ in range(vote_for):
        left += overvotes
        left -= ballots
    return left


def outcome(totals, seats):
    """Who is elected and who is tied, by asking for each choice how many are ahead of it or level with it."""
    elected, tied = set(), set()
    for choice in totals:
        ahead = level = 0
        for other in totals:
            if totals[other] > totals[choice]:
                ahead += 1
            if totals[other] == totals[choice]:
                level += 1
        if ahead + level <= seats:
            elected.add(choice)
        elif ahead < seats:
            tied.add(choice)
    return elected, tied


def margin(totals, seats):
    """Votes between the last place and the first without one; None when there is nobody without."""
    counts = list(totals.values())
    counts.sort()
    counts.reverse()
    if len(counts) <= seats:
        return None
    return counts[seats - 1] - counts[seats]


def subsets(items, target):
    """All non-empty subsets of positions whose sum is the target, by trying every one."""
    found = []
    for size in range(1, len(items) + 1):
        for chosen in combinations(range(len(items)), size):
            fits = True
            for part in target:
                total = 0
                for position in chosen:
                    total += items[position].get(part, 0)
                if total != target[part]:
                    fits = False
            if fits:
                found.append(chosen)
    return found


def intent_at_least(votes_change, ballots_change, vote_for):
    """Votes that no ballots more or less can explain: try every number of votes those ballots can hold."""
    best = None
    for from_ballots in range(vote_for * abs(ballots_change) + 1):
        left = votes_change - (from_ballots if ballots_change >= 0 else -from_ballots)
        if best is None or abs(left) < abs(best):
            best = left
    return best
