"""The rules of an import of contacts, as they are kept in its JSON column."""

from dataclasses import asdict, dataclass, field

from core.access.models import AccessLevel
from core.exchange.cells import DMY

SKIP, FILL, OVERWRITE, CREATE = "skip", "fill", "overwrite", "create"
DUPLICATES = [SKIP, FILL, OVERWRITE, CREATE]


@dataclass
class Rules:
    """`managers` and `groups` are ids; `values` says what unknown types, levels and tags become (see lists.py)."""

    duplicates: str = SKIP
    kind: str = "auto"
    order: str = DMY
    access_level: str = AccessLevel.PRIVATE
    managers: list[int] = field(default_factory=list)
    groups: list[int] = field(default_factory=list)
    is_told: bool = True  # the managers, by one mail each at the end
    tags: list[str] = field(default_factory=list)
    contact_type: int | None = None
    values: dict[str, dict[str, str]] = field(default_factory=dict)

    @classmethod
    def of(cls, stored: dict) -> "Rules":
        return cls(**{name: stored[name] for name in cls.__dataclass_fields__ if name in stored})

    def as_dict(self) -> dict:
        return asdict(self)
