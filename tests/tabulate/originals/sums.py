"""What must be true of every import of cast vote records."""


def holds(count):
    """Every contest's numbers add up to its ballots, and every ballot went somewhere."""
    for row in count.rows:
        if row.vote_for is not None and row.undervotes is not None and row.ballots is not None:
            cast = sum(row.votes.values()) + row.undervotes + row.vote_for * row.overvotes
            assert cast == row.vote_for * row.ballots, row
            assert row.undervotes >= 0, row
    assert len(count.ballots) == count.read
