"""How many objects a chunk holds: a transaction of about a third of a second, so that others wait briefly on SQLite."""

SECONDS = 0.3
FEWEST, MOST = 50, 5000


def next_size(size: int, seconds: float) -> int:
    """The size of the chunk after one of `size` objects that took so long; at most twice or half as many."""
    fitting = int(size * SECONDS / max(seconds, 0.001))
    return min(max(fitting, size // 2, min(FEWEST, size)), size * 2, max(MOST, size))
