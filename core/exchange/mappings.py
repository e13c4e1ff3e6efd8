"""Mappings kept by name: saved from an import, put on the columns of another file, proposed where they fit it."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from core.records.models import BusinessError

from .cells import plain_heading
from .models import Import, SavedMapping
from .reading import Column

REMEMBERED = "saved_mapping"  # the key of the import's rules that says which one was put on it, and by whom
MOST_NAME = 100


@dataclass
class Fit:
    """How a saved mapping fits a file: `known` of the file's `count` headings are among its own."""

    saved: SavedMapping
    known: int
    count: int
    is_whole: bool

    @property
    def label(self) -> str:
        values = {"name": self.saved.name, "known": self.known, "count": self.count}
        if self.is_whole:
            return _("%(name)s (fits all columns)") % values
        return _("%(name)s (%(known)d of %(count)d columns)") % values


def headings_of(columns: list[Column]) -> list[str]:
    """The plain heading of each column, told apart by a number where two are the same."""
    seen: dict[str, int] = {}
    found = []
    for column in columns:
        plain = plain_heading(column.heading)
        seen[plain] = seen.get(plain, 0) + 1
        found.append(plain if seen[plain] == 1 else f"{plain} #{seen[plain]}")
    return found


def fits(imported: Import, columns: list[Column], user) -> list[Fit]:
    """The saved mappings that this user may choose for the file, the best first."""
    headings = set(headings_of(columns))
    found = [
        _fit(saved, headings)
        for saved in SavedMapping.objects.visible_to(user).filter(kind=imported.kind).order_by("name")
    ]
    return sorted(found, key=lambda fit: (not fit.is_whole, -fit.known, fit.saved.by_id != user.pk))


def _fit(saved: SavedMapping, headings: set[str]) -> Fit:
    known = sum(heading in saved.columns for heading in headings)
    fed = {heading for heading, keys in saved.columns.items() if keys}
    return Fit(saved, known, len(headings), known == len(headings) and fed <= headings)


def apply(imported: Import, importer, columns: list[Column], saved: SavedMapping, *, by_itself: bool = False) -> None:
    """Put it on the columns; those it doesn't know are not imported. The caller saves the import."""
    imported.mapping = {}
    for column, heading in zip(columns, headings_of(columns), strict=True):
        if keys := [key for key in saved.columns.get(heading, []) if importer.is_target(key)]:
            imported.mapping[str(column.index)] = keys
    order = {"order": saved.order} if saved.order else {}
    imported.rules = imported.rules | order | {REMEMBERED: {"name": saved.name, "by_itself": by_itself}}


def propose(imported: Import, importer, columns: list[Column]) -> None:
    """Put on the author's newest mapping that fits every column, if there is one, in place of the usual proposal."""
    own = SavedMapping.objects.editable_by(imported.by).filter(kind=imported.kind).order_by("-created_at", "-id")
    headings = set(headings_of(columns))
    if headings and (saved := next((one for one in own if _fit(one, headings).is_whole), None)):
        apply(imported, importer, columns, saved, by_itself=True)


def save(imported: Import, columns: list[Column], *, name: str, by, is_shared: bool = False) -> SavedMapping:
    """Keep the import's present mapping by this name; one of the same name and user is replaced."""
    name = " ".join(name.split())
    if not name:
        raise BusinessError(_("Write a name for the mapping."))
    if len(name) > MOST_NAME:
        raise BusinessError(_("Write at most %(count)d characters.") % {"count": MOST_NAME})
    kept = {
        heading: imported.mapping.get(str(column.index), [])
        for column, heading in zip(columns, headings_of(columns), strict=True)
    }
    values = {
        "columns": kept, "order": imported.rules.get("order", ""), "is_shared": is_shared and by.is_administrator,
    }  # fmt: skip
    return SavedMapping.objects.update_or_create(by=by, kind=imported.kind, name=name, defaults=values)[0]


def by_name(kind: str, name: str, user) -> SavedMapping:
    """One's own of this name, else one kept for all."""
    found = SavedMapping.objects.visible_to(user).filter(name=name, kind=kind)
    saved = min(found, key=lambda one: (one.by_id != user.pk, one.pk), default=None)
    if saved is None:
        raise BusinessError(_("No saved mapping is called “%(name)s”.") % {"name": name})
    return saved
