"""What a person chooses in the steps File and Mapping."""

from dataclasses import dataclass

from django import forms
from django.utils.formats import number_format
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from . import encodings
from .cells import DMY, ISO, MDY
from .reading import QUOTES, SEPARATORS, Column, Format

ORDERS = [
    (DMY, _("day, month, year: 31/12/2026")),
    (MDY, _("month, day, year: 12/31/2026")),
    (ISO, _("year, month, day: 2026-12-31")),
]


class UploadForm(forms.Form):
    file = forms.FileField(
        label=_("CSV, XLSX or vCard file"),
        error_messages={
            "required": _("Choose a CSV, XLSX or vCard file."),
            "empty": _("The file is empty. Choose one with a row of headings and at least one row below."),
        },
        widget=forms.FileInput(
            attrs={"accept": ".csv,.txt,.tsv,.xlsx,.xlsm,.vcf,.vcard,text/csv,text/plain,text/vcard"}
        ),
    )


class FormatForm(forms.Form):
    encoding = forms.ChoiceField(label=_("Encoding"), choices=encodings.CHOICES)
    separator = forms.ChoiceField(label=_("Separator"))
    quote = forms.ChoiceField(label=_("Text delimiter"), required=False)
    heading_line = forms.IntegerField(
        label=_("Line of the headings"), min_value=0, max_value=1000, help_text=_("0 where the file has no headings.")
    )

    # The tab as a value of its own: a browser would send it, but nobody can see it in the page's source.
    NAMES = {"comma": ",", "semicolon": ";", "tab": "\t", "bar": "|", "colon": ":", "space": " "}
    QUOTE_NAMES = {"double": '"', "single": "'"}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        labels = dict(SEPARATORS)
        self.fields["separator"].choices = [(name, labels[sign]) for name, sign in self.NAMES.items()]
        quotes = dict(QUOTES)
        self.fields["quote"].choices = [(name, quotes[sign]) for name, sign in self.QUOTE_NAMES.items()]

    @classmethod
    def of(cls, imported) -> "FormatForm":
        separator = next((name for name, sign in cls.NAMES.items() if sign == imported.separator), "comma")
        quote = next((name for name, sign in cls.QUOTE_NAMES.items() if sign == imported.quote), "double")
        return cls(
            initial={
                "encoding": imported.encoding, "separator": separator, "quote": quote,
                "heading_line": imported.heading_line,
            }
        )  # fmt: skip

    def format(self) -> Format:
        data = self.cleaned_data
        quote = self.QUOTE_NAMES[data["quote"] or "double"]
        return Format(data["encoding"], self.NAMES[data["separator"]], data["heading_line"], quote)


class CardsForm(forms.Form):
    """What is chosen of a file of cards: only how its letters are written."""

    encoding = forms.ChoiceField(label=_("Encoding"), choices=encodings.CHOICES)

    def format(self) -> Format:
        return Format(self.cleaned_data["encoding"], "", 0)


class SheetForm(forms.Form):
    """What is chosen of a workbook instead of encoding and separator."""

    sheet = forms.ChoiceField(label=_("Sheet"))
    heading_line = forms.IntegerField(
        label=_("Line of the headings"), min_value=0, max_value=1000, help_text=_("0 where the sheet has no headings.")
    )

    def __init__(self, names: list[str], *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["sheet"].choices = [(name, name) for name in names]


@dataclass
class MappingLine:
    """One line of the mapping step: a column, its first values, the fields that it feeds."""

    column: Column
    samples: list[str]
    keys: list[str]

    @property
    def names(self) -> tuple[str, str]:
        return f"column-{self.column.index}", f"also-{self.column.index}"

    @property
    def key(self) -> str:
        return self.keys[0] if self.keys else ""

    @property
    def also(self) -> list[str]:
        return self.keys[1:]


class MappingForm:
    """Not a Django form: its fields are the file's columns. `errors` are sentences; what was chosen stays."""

    def __init__(self, importer, columns: list[Column], rows: list[list[str]], stored: dict, data=None):
        self.importer, self.columns, self.errors = importer, columns, []
        labels = {label: key for _title, pairs in importer.target_choices() for key, label in pairs}
        chosen = stored if data is None else {str(column.index): _chosen(data, column, labels) for column in columns}
        self.lines = [
            MappingLine(
                column,
                _samples(rows, column.index),
                [key for key in chosen.get(str(column.index), []) if importer.is_target(key)],
            )
            for column in columns
        ]
        self.order = (data or {}).get("order", "")

    @property
    def mapping(self) -> dict[str, list[str]]:
        return {str(line.column.index): line.keys for line in self.lines if line.keys}

    def is_valid(self) -> bool:
        self.errors = []
        if not self.mapping:
            self.errors.append(_("No column is mapped to a field. Choose at least one."))
        for key, lines in self._doubled().items():
            self.errors.append(
                _("“%(field)s” is fed by %(columns)s. Choose one of them.")
                % {
                    "field": self.importer.target_label(key),
                    "columns": ", ".join(_("“%(name)s”") % {"name": line.column.heading} for line in lines),
                }
            )
        return not self.errors

    def _doubled(self) -> dict[str, list[MappingLine]]:
        fed: dict[str, list[MappingLine]] = {}
        for line in self.lines:
            for key in line.keys:
                fed.setdefault(key, []).append(line)
        return {key: lines for key, lines in fed.items() if len(lines) > 1 and self.importer.is_single(key)}

    def choices(self):
        return self.importer.target_choices({key for line in self.lines for key in line.keys})


def _chosen(data, column: Column, labels: dict[str, str]) -> list[str]:
    """The chosen field, and the others that were typed: by their labels, as a list of suggestions gives them."""
    also = [text.strip() for text in data.getlist(f"also-{column.index}")]
    keys = [data.get(f"column-{column.index}", ""), *(labels.get(text, text) for text in also)]
    return list(dict.fromkeys(key for key in keys if key))


def _samples(rows: list[list[str]], index: int, count: int = 3) -> list[str]:
    """The first different values of a column, shortened."""
    found = dict.fromkeys(" ".join(cells[index].split())[:60] for cells in rows if index < len(cells))
    return [value for value in found if value][:count]


def grouped(count: int) -> str:
    """ "100,000", as the reader's language writes it."""
    return number_format(count, force_grouping=True)


def rows_text(count: int) -> str:
    return ngettext("%(count)s row", "%(count)s rows", count) % {"count": grouped(count)}
