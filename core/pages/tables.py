"""Tables: the columns of a list, and its rows written in Python: a template per cell is what makes lists slow."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from html import escape
from typing import Any

from django.urls import reverse
from django.utils import formats, timezone
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from .templatetags.carnet import hue_of, icon, initials

DASH = '<span class="dash">–</span>'


@dataclass(frozen=True)
class Sort:
    """How a column sorts: by a NOT NULL indexed column (`by_key`), by a path, or by what `made(user)` gives."""

    by: str = ""
    by_key: bool = False
    newest_first: bool = False  # what the first click asks for
    made: Callable[[Any], Any] | None = None


@dataclass(frozen=True)
class Column:
    key: str
    label: Any
    card: str = "hide"  # its part on a phone: title, sub, meta, act, hide
    sort: Sort | None = None
    is_fixed: bool = False  # always shown
    is_default: bool = True
    css: str = ""


@dataclass(frozen=True)
class MenuItem:
    label: str
    icon: str
    url: str
    key: str = ""
    is_danger: bool = False
    is_dialog: bool = False


def address_of(name: str, keys: int = 1) -> Callable[..., str]:
    """A quick `reverse` for many rows of one page: the address of the named page for a key, or for several."""
    places = [987654321 + number for number in range(keys)]
    pattern = reverse(name, args=places)
    for place in places:
        pattern = pattern.replace(str(place), "{}")
    return pattern.format


class Table:
    """Subclasses list `columns`, fetch in `prepare` what cells need, and write `cell_<key>(row)` and `menu(row)`."""

    columns: list[Column] = []
    detail_url = ""

    def __init__(self, user, chosen: list[str] | None = None, without: Iterable[str] = ()):
        self.user = user
        offered = [column for column in self.columns if column.key not in set(without)]
        self.offered = [column for column in offered if not column.is_fixed]
        known = [column.key for column in self.offered]
        wanted = [key for key in chosen if key in known] if chosen is not None else None
        self.shown = [
            column
            for column in offered
            if column.is_fixed or (column.is_default if wanted is None else column.key in wanted)
        ]
        self._pictograms: dict[tuple, str] = {}
        self._date_pattern = user.date_format or "SHORT_DATE_FORMAT"

    @property
    def sorts(self) -> dict[str, Sort]:
        return {column.key: column.sort for column in self.columns if column.sort}

    def is_shown(self, key: str) -> bool:
        return any(column.key == key for column in self.shown)

    def prepare(self, rows: list) -> None:
        """Fetch, once per page, what the cells need."""

    def menu(self, row) -> list[MenuItem]:
        return []

    def body(self, rows: list) -> SafeString:
        """All rows as HTML; every text in them is escaped by the cells."""
        self.prepare(rows)
        cells = [(getattr(self, f"cell_{column.key}"), _opening(column.css, column.card)) for column in self.shown]
        words = {"select": _("Select %(name)s"), "actions": _("Actions for %(name)s")}
        to = address_of(self.detail_url)
        return mark_safe("".join(self._row(row, cells, words, to) for row in rows))  # noqa: S308

    def _row(self, row, cells, words: dict[str, str], to) -> str:
        name = escape(str(row))
        inner = "".join(f"{opening}{cell(row)}</td>" for cell, opening in cells)
        return (
            f'<tr role="row" data-row data-href="{to(row.pk)}"><td class="col-pick" role="cell" data-card="pick">'
            f'<input type="checkbox" class="form-check-input" name="ids" value="{row.pk}" data-pick '
            f'aria-label="{words["select"] % {"name": name}}"></td>{inner}'
            f'<td class="col-menu" role="cell" data-card="act">{self.acts(row)}'
            f"{self._menu(row.pk, words['actions'] % {'name': name}, self.menu(row))}</td></tr>"
        )

    def acts(self, row) -> str:
        """What stands beside the row's menu on a phone."""
        return ""

    def _menu(self, pk: int, label: str, items: list[MenuItem]) -> str:
        if not items:
            return ""
        return (
            f'<button class="icon-button is-24" type="button" popovertarget="row-{pk}" data-row-menu '
            f'aria-haspopup="menu" aria-label="{label}">{self.pictogram("dots-vertical")}</button>'
            f'<div class="menu" id="row-{pk}" popover role="menu">{"".join(map(self._item, items))}</div>'
        )

    def _item(self, item: MenuItem) -> str:
        key = f'<kbd class="keycap">{item.key}</kbd>' if item.key else ""
        line = '<hr class="menu-line">' if item.is_danger else ""
        return (
            f'{line}<a class="menu-item{" is-danger" if item.is_danger else ""}" role="menuitem" href="{item.url}"'
            f"{' data-dialog' if item.is_dialog else ''}>{self.pictogram(item.icon)}{item.label}{key}</a>"
        )

    # --- pieces that cells are made of ---

    def pictogram(self, name: str, size: int = 16, extra: str = "") -> str:
        key = (name, size, extra)
        if key not in self._pictograms:
            self._pictograms[key] = str(icon(name, size, "", extra))
        return self._pictograms[key]

    def face(self, row, *, size: int = 24, is_square: bool = False, photo: str = "", is_public: bool = False) -> str:
        """As components/avatar.html draws it."""
        inner = (
            f'<img src="{photo}" alt="" width="{size}" height="{size}" loading="lazy">'
            if photo
            else f'<span aria-hidden="true">{escape(initials(row))}</span>'
        )
        mark = f'<span class="face-mark" title="{self.public_words}">{self.pictogram("world", 14)}</span>'
        square = " is-square" if is_square else ""
        return f'<span class="face face-{size} hue-{hue_of(row.pk)}{square}">{inner}{mark if is_public else ""}</span>'

    @property
    def public_words(self) -> str:
        if not hasattr(self, "_public_words"):
            self._public_words = escape(_("Everybody may see it"))
        return self._public_words

    def day(self, value) -> str:
        return escape(formats.date_format(timezone.localtime(value), self._date_pattern))


def _opening(css: str, card: str) -> str:
    return f'<td{f" class={chr(34)}{css}{chr(34)}" if css else ""} role="cell" data-card="{card}">'


def chip(label: str, hue: str) -> str:
    return f'<span class="chip hue-{hue}">{escape(label)}</span>'
