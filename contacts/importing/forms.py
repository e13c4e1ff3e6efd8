"""The step Rules: what is done with contacts that are there, what all new ones get, what unknown values become."""

from dataclasses import dataclass

from django import forms
from django.contrib.auth.models import Group
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from contacts.models import ContactType
from contacts.services import GrantValue
from contacts.services.access import would_see
from core.access.models import AccessLevel
from core.accounts.models import User
from core.pages.several import SeveralField
from core.records.models import BusinessError
from core.search.folding import fold

from . import rules as words
from .lists import CREATE, EMPTY, MODELS, REFUSE, ListValues

DUPLICATES = [
    (words.SKIP, gettext_lazy("Skip the row")),
    (words.FILL, gettext_lazy("Fill its empty fields, add new details")),
    (words.OVERWRITE, gettext_lazy("Overwrite its fields with those of the file")),
    (words.CREATE, gettext_lazy("Create another contact all the same")),
]
KINDS = [
    ("auto", gettext_lazy("Persons and companies, told apart row by row")),
    ("person", gettext_lazy("Persons only")),
    ("company", gettext_lazy("Companies only")),
]
LEVELS = [
    (AccessLevel.PRIVATE, gettext_lazy("Private: only their managers and the administrators")),
    (AccessLevel.READ, gettext_lazy("All CRM users may read them")),
    (AccessLevel.WRITE, gettext_lazy("All CRM users may read and edit them")),
]
FIELDS = {
    "contact_type": gettext_lazy("Contact types of the file"),
    "temperature": gettext_lazy("Temperature levels of the file"),
    "tags": gettext_lazy("Tags of the file"),
}
NOTHING = gettext_lazy("Choose one of the entries listed.")
MOST_VALUES = 40
REMEMBERED = "values_of_file"  # the key of the import's rules, beside those that are chosen


@dataclass
class UnknownValue:
    """A value of the file that no entry goes by, and the name of the form field that asks about it."""

    field: str
    text: str
    name: str


class RulesForm(forms.Form):
    duplicates = forms.ChoiceField(
        label=gettext_lazy("When a contact is already there"), choices=DUPLICATES, widget=forms.RadioSelect,
        error_messages={"invalid_choice": NOTHING, "required": NOTHING},
        help_text=gettext_lazy("Found by external id or e-mail, else by name and company. No empty cell erases."),
    )  # fmt: skip
    kind = forms.ChoiceField(
        label=gettext_lazy("The rows are"), choices=KINDS, widget=forms.RadioSelect,
        error_messages={"invalid_choice": NOTHING, "required": NOTHING},
    )  # fmt: skip
    access_level = forms.ChoiceField(
        label=gettext_lazy("Who sees the new contacts"), choices=LEVELS, widget=forms.RadioSelect,
        error_messages={"invalid_choice": NOTHING, "required": NOTHING},
    )  # fmt: skip
    managers = SeveralField(
        label=gettext_lazy("Managers of the new contacts"), queryset=User.objects.none(), required=False,
        widget=forms.SelectMultiple(attrs={"data-picker": ""}),
        help_text=gettext_lazy("Without any, you are the manager."),
        error_messages={"invalid_choice": NOTHING, "invalid_pk_value": NOTHING, "invalid_list": NOTHING},
    )  # fmt: skip
    manager_groups = SeveralField(
        label=gettext_lazy("Groups that manage the new contacts"), queryset=Group.objects.order_by("name"),
        required=False, widget=forms.SelectMultiple(attrs={"data-picker": ""}),
        help_text=gettext_lazy("Their members may see and edit them."),
        error_messages={"invalid_choice": NOTHING, "invalid_pk_value": NOTHING, "invalid_list": NOTHING},
    )  # fmt: skip
    notify = forms.BooleanField(
        label=gettext_lazy("Notify the new managers"), required=False,
        help_text=gettext_lazy("One mail for each person, however many contacts it is about."),
    )  # fmt: skip
    tags = forms.CharField(
        label=gettext_lazy("Tags for all"), required=False, max_length=500,
        widget=forms.TextInput(attrs={"data-tags": "", "data-create": gettext_lazy("Create")}),
        help_text=gettext_lazy("Separated by commas. Unknown ones are created."),
        error_messages={"max_length": gettext_lazy("Write at most %(limit_value)d characters.")},
    )  # fmt: skip
    confirm_leave = forms.BooleanField(
        label=gettext_lazy("Import them out of my sight"), required=False,
    )  # fmt: skip
    contact_type = forms.ModelChoiceField(
        label=gettext_lazy("Contact type where the file gives none"), queryset=ContactType.objects.all(),
        required=False, empty_label=gettext_lazy("not specified"), error_messages={"invalid_choice": NOTHING},
    )  # fmt: skip

    def __init__(self, importer, unknown: dict[str, list[str]], data=None):
        stored = importer.rules
        super().__init__(
            data,
            initial={
                "duplicates": stored.duplicates, "kind": stored.kind, "access_level": stored.access_level,
                "managers": stored.managers, "manager_groups": stored.groups,
                "notify": stored.is_told, "tags": ", ".join(stored.tags),
                "contact_type": stored.contact_type,
            },
        )  # fmt: skip
        if not self.fields["manager_groups"].queryset.exists():
            del self.fields["manager_groups"]
        self.importer = importer
        self.fields["managers"].queryset = User.objects.active().order_by("first_name", "last_name", "pk")
        self._entries: dict[str, list] = {}
        self.unknown = [
            UnknownValue(field, text, f"value-{field}-{at}")
            for field, texts in unknown.items()
            for at, text in enumerate(texts[:MOST_VALUES])
        ]
        self.left_out = {field: len(texts) - MOST_VALUES for field, texts in unknown.items()}
        for value in self.unknown:
            self._ask(value)

    def _ask(self, value: UnknownValue) -> None:
        chosen = self.importer.rules.values.get(value.field, {}).get(fold(value.text))
        default = CREATE if value.field == "tags" else EMPTY
        self.fields[value.name] = forms.ChoiceField(
            label=value.text[:80], choices=self._answers(value.field), initial=chosen or default,
            error_messages={"invalid_choice": NOTHING, "required": NOTHING},
        )  # fmt: skip

    def _answers(self, field: str) -> list:
        may_create = field == "tags" or self.importer.by.is_administrator
        create = [(CREATE, _("Create it"))] if may_create else []
        if field not in self._entries:
            self._entries[field] = [(str(entry.pk), entry.name) for entry in MODELS[field].objects.all()[:200]]
        entries = self._entries[field]
        return [(EMPTY, _("Leave it out")), *create, (REFUSE, _("Refuse the rows")), (_("Use instead"), entries)]

    def clean(self) -> dict:
        """Private contacts without oneself as a manager are asked about first (ACC-13)."""
        data = super().clean() or self.cleaned_data
        grants = [GrantValue(one) for one in (*data.get("managers", []), *data.get("manager_groups", []))]
        sees = not grants or would_see(self.importer.by, data.get("access_level", ""), grants)
        self.asks_to_leave = not sees and not self.errors
        if self.asks_to_leave and not data.get("confirm_leave"):
            self.add_error("managers", _("You are not among them and would not see the new contacts. Add yourself, or "
                                         "tick the box below."))  # fmt: skip
        return data

    def groups(self) -> list[tuple[str, list, str]]:
        """(title, bound fields, what is said of further values) of the questions about unknown values."""
        return [
            (str(title), [self[value.name] for value in self.unknown if value.field == field], self._further(field))
            for field, title in FIELDS.items()
            if any(value.field == field for value in self.unknown)
        ]

    def _further(self, field: str) -> str:
        count = self.left_out[field]
        if count < 1:
            return ""
        if field == "tags":
            words = ngettext("%(count)d more tag is created.", "%(count)d more tags are created.", count)
        else:
            words = ngettext("%(count)d more value is left out.", "%(count)d more values are left out.", count)
        return words % {"count": count}

    def rules(self) -> dict:
        """The rules as they are stored."""
        data = self.cleaned_data
        values: dict[str, dict[str, str]] = {}
        for value in self.unknown:
            values.setdefault(value.field, {})[fold(value.text)] = data[value.name]
        tags = [" ".join(tag.split())[:100] for tag in data["tags"].split(",") if tag.strip()]
        return {
            "duplicates": data["duplicates"], "kind": data["kind"], "access_level": data["access_level"],
            "managers": [user.pk for user in data["managers"]],
            "groups": [group.pk for group in data.get("manager_groups", [])],
            "is_told": data["notify"], "tags": tags,
            "contact_type": data["contact_type"].pk if data["contact_type"] else None, "values": values,
        }  # fmt: skip


def unknown_values(importer, table) -> dict[str, list[str]]:
    """The types, levels and tags of the file that no entry goes by."""
    known = ListValues({}, importer.by, only_looks=True)
    return {
        field: [text for text in texts if fold(text) and known.known(field, fold(text)) is None]
        for field, texts in _values_of_file(importer, table).items()
    }


def _values_of_file(importer, table) -> dict[str, list[str]]:
    """Remembered in the import's rules, since the whole file is gone through, until its format or mapping changes."""
    imported = importer.imported
    columns = {
        field: [int(index) for index, keys in sorted(imported.mapping.items()) if field in keys] for field in FIELDS
    }
    columns = {field: indexes for field, indexes in columns.items() if indexes}
    remembered = imported.rules.get(REMEMBERED, {})
    if remembered.get("columns") == columns:
        return remembered["values"]
    found: dict[str, dict[str, str]] = {field: {} for field in columns}
    for row in table.rows() if columns else ():
        if not row.problem:
            _collect(importer, columns, row.cells, found)
    values = {field: list(texts.values()) for field, texts in found.items()}
    imported.rules = imported.rules | {REMEMBERED: {"columns": columns, "values": values}}
    return values


def _collect(importer, columns: dict, cells: list[str], found: dict) -> None:
    for field, indexes in columns.items():
        for index in indexes:
            if cells[index].strip() and len(found[field]) < 10 * MOST_VALUES:
                for text in _cleaned(importer, field, cells[index]):
                    found[field].setdefault(fold(text), text)


def _cleaned(importer, field: str, cell: str) -> list[str]:
    """The values of a cell; none where it can't be taken: its row is refused and says why."""
    try:
        cleaned = importer.resource.clean_cell(field, cell[:2000])
    except BusinessError:
        return []
    return cleaned if isinstance(cleaned, list) else [cleaned]
