"""Types, levels and tags that a file names: mapped to existing ones, created, left empty, or the row refused."""

from dataclasses import dataclass

from django.db.models import Max
from django.utils.translation import gettext as _

from contacts.models import ContactTag, ContactType, TemperatureLevel
from core.search.folding import fold

from .rows import Draft

EMPTY, CREATE, REFUSE = "empty", "create", "refuse"
MODELS = {"contact_type": ContactType, "temperature": TemperatureLevel, "tags": ContactTag}
# What other programs call the entries that Carnet ships, in either language.
_SAME = [
    {"client", "customer", "kunde"},
    {"supplier", "vendor", "fournisseur", "lieferant"},
    {"partner", "partenaire"},
    {"competitor", "concurrent"},
    {"cold", "froid", "kalt"},
    {"warm", "tiede", "lauwarm"},
    {"hot", "chaud", "heiss"},
]


@dataclass
class Answer:
    """What a value of the file becomes: an entry (or a tag's name), nothing with a remark, or a refusal."""

    entry: object = None
    remark: str = ""
    problem: str = ""


class ListValues:
    """`chosen` says per field and folded value: a key, "create", "empty" or "refuse" (the step Rules)."""

    def __init__(self, chosen: dict, by, *, only_looks: bool):
        self.chosen, self.by, self.only_looks = chosen, by, only_looks
        self.entries = {
            name: {fold(entry.name): entry for entry in model.objects.all()} for name, model in MODELS.items()
        }
        self.by_key = {name: {str(entry.pk): entry for entry in found.values()} for name, found in self.entries.items()}

    def answer(self, field: str, text: str) -> Answer:
        """For a contact type or a temperature level."""
        word = fold(text)
        choice = self.chosen.get(field, {}).get(word)
        if entry := self.by_key[field].get(choice or "") or (None if choice else self.known(field, word)):
            return Answer(entry)
        if choice == CREATE and self.by.is_administrator:
            return Answer(self._create(field, word, text))
        if choice == REFUSE:
            return Answer(problem=_("“%(value)s” is unknown; rows with it are refused.") % {"value": text})
        if choice == EMPTY:
            return Answer()
        return Answer(remark=_("“%(value)s” is unknown and was left empty.") % {"value": text})

    def known(self, field: str, word: str):
        """The entry with this folded name, or with another word for the same."""
        entries = self.entries[field]
        same = next((words for words in _SAME if word in words), {word})
        return entries.get(word) or next((entries[other] for other in sorted(same) if other in entries), None)

    def _create(self, field: str, word: str, text: str):
        model = MODELS[field]
        last = model.objects.aggregate(last=Max("position"))["last"] or 0
        entry = model(name=text[:100], position=last + 1)
        if not self.only_looks:
            entry.save()
        self.entries[field][word] = entry
        return entry

    def tags(self, names: list[str]) -> tuple[list[str], list[Answer]]:
        """The tags that a row gets, and what is to be said about the others."""
        kept, said = [], []
        for name in names:
            choice = self.chosen.get("tags", {}).get(fold(name), CREATE)
            entry = self.by_key["tags"].get(choice)
            known = self.entries["tags"].get(fold(name))
            if entry or known or choice == CREATE:
                kept.append((entry or known).name if entry or known else name)
            elif choice == REFUSE:
                said.append(
                    Answer(problem=_("The tag “%(value)s” is unknown; rows with it are refused.") % {"value": name})
                )
        return list(dict.fromkeys(kept)), said


def apply_lists(draft: Draft, lists: ListValues) -> str:
    """Put entries into the draft's values (or a problem into the draft); returns the remarks as one sentence."""
    remarks = []
    for field in ("contact_type", "temperature"):
        if text := getattr(draft, field):
            answer = lists.answer(field, text)
            setattr(draft.values, field, answer.entry)
            draft.problem = draft.problem or answer.problem
            remarks.append(answer.remark)
    draft.values.tags, said = lists.tags(draft.values.tags)
    draft.problem = draft.problem or next((answer.problem for answer in said), "")
    return " ".join(filter(None, remarks))
