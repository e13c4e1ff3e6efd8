"""What the earlier rows of the file said, as a dry run remembers it by keys: it writes nothing that could be found."""

from contacts.services import ContactValues
from core.exchange.seen import SeenKeys

from .matching import COMPANY, keys_left_by, keys_looked_for
from .rows import Draft


class EarlierRows:
    """Asked before a row is added. Keys of contacts stand as they are (see matching.py); others behind a letter:

    "c:" of a company that only persons named, "h:" of a person with a company, "=" of a whole row.
    """

    def __init__(self, seen: SeenKeys):
        self.seen = seen

    def has_same(self, draft: Draft) -> bool:
        return self._has(keys_looked_for(draft))

    def has_named(self, draft: Draft) -> bool:
        """Whether this company was made for a person who named it."""
        return draft.values.kind == COMPANY and self._has(keys_looked_for(draft), "c:")

    def has_with_company(self, draft: Draft) -> bool:
        return self._has(keys_looked_for(draft), "h:")

    def has_whole(self, draft: Draft) -> bool:
        return _whole(draft) in self.seen

    def add(self, draft: Draft) -> None:
        for key in keys_left_by(draft):
            self.seen.add(key)
            if draft.company:
                self.seen.add(f"h:{key}")
        self.seen.add(_whole(draft))

    def has_company(self, company: ContactValues) -> bool:
        """Whether a company that a person names was brought or named before."""
        keys = keys_looked_for(Draft(0, [], company))
        return self._has(keys) or self._has(keys, "c:")

    def add_company(self, company: ContactValues) -> None:
        for key in keys_left_by(Draft(0, [], company)):
            self.seen.add(f"c:{key}")

    def _has(self, keys: list[str], letter: str = "") -> bool:
        return any(letter + key in self.seen for key in keys)


def _whole(draft: Draft) -> str:
    return "=" + "\x1f".join(draft.cells)
