"""The lines that the bench prints: one JSON object per figure."""

import json
from dataclasses import dataclass, field
from typing import Any

from django.db import connection


@dataclass
class Lines:
    """Prints each figure as soon as it is known, and remembers whether all of them reached their targets."""

    is_good: bool = True
    database: str = field(default_factory=lambda: connection.vendor)

    def add(self, id: str, value: float, unit: str, target: float | None = None, **more: Any) -> None:
        """id: the figure's number, then what is compared. target: the largest good value; None only informs."""
        ok = target is None or value <= target
        self.is_good = self.is_good and ok
        number, _, what = id.partition(" ")
        figure = {"id": number, "what": what, "value": round(value, 2), "unit": unit, "target": target, "ok": ok}
        print(json.dumps({**figure, "database": self.database, **more}, ensure_ascii=False), flush=True)
