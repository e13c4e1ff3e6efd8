"""Operations on a selection of contacts, and the background work that runs them."""

from typing import Any

from django.contrib.auth.models import Group
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, gettext_noop, ngettext

from contacts.filters import ContactFilters
from contacts.forms.bulk import RemoveTagsForm, ShareForm, entry_form
from contacts.forms.tags import AddTagsForm
from contacts.models import Contact, ContactType, TemperatureLevel
from contacts.services import access, many
from contacts.services.values import GrantValue
from core.access.models import AccessLevel
from core.accounts.models import User
from core.audit import services as audit
from core.jobs.models import Job, JobItem
from core.pages.bulk_running import BulkSection, Operation, grouped, run_slice
from core.records import trash
from core.records.models import TrashAct


class _Change(Operation):
    """An operation whose sentence afterwards is "3 contacts changed."."""

    def confirm(self, count: int) -> str:
        return ngettext("Change %(count)s contact", "Change %(count)s contacts", count) % {"count": grouped(count)}

    def answer(self, count: int) -> str:
        return ngettext("%(count)s contact changed.", "%(count)s contacts changed.", count) % {"count": grouped(count)}


class AddTags(_Change):
    key = "add_tags"
    label = gettext_lazy("Tags")
    heading = gettext_lazy("Add tags")
    icon = "tag"
    form_class = AddTagsForm
    title = gettext_noop("Contacts: add tags")

    def params(self, form) -> dict:
        return {"tags": form.cleaned_data["tags"]}

    def question(self, count: int, params: dict) -> str:
        words = ngettext("Add %(tags)s to %(count)s contact?", "Add %(tags)s to %(count)s contacts?", count)
        return words % {"count": grouped(count), "tags": _quoted(params["tags"])}

    def apply(self, rows: list, job: Job) -> list:
        return many.add_tags(rows, job.params["tags"], by=job.by)


class RemoveTags(_Change):
    key = "remove_tags"
    label = gettext_lazy("Remove tags")
    icon = "tag"
    form_class = RemoveTagsForm
    title = gettext_noop("Contacts: remove tags")

    def params(self, form) -> dict:
        return {"tags": form.cleaned_data["tags"]}

    def question(self, count: int, params: dict) -> str:
        words = ngettext("Remove %(tags)s from %(count)s contact?", "Remove %(tags)s from %(count)s contacts?", count)
        return words % {"count": grouped(count), "tags": _quoted(params["tags"])}

    def apply(self, rows: list, job: Job) -> list:
        return many.remove_tags(rows, job.params["tags"], by=job.by)


class SetEntry(_Change):
    """Gives all the same entry of one of the administrator's lists."""

    def __init__(self, key: str, field: str, model, label, icon: str, title: str):
        self.key, self.field, self.model, self.label, self.icon, self.title = key, field, model, label, icon, title
        self.form_class, self.columns = entry_form(model, label), ("version", field)

    def params(self, form) -> dict:
        entry = form.cleaned_data["entry"]
        return {"entry": entry.pk if entry else None, "name": entry.name if entry else ""}

    def question(self, count: int, params: dict) -> str:
        words = ngettext(
            "Set “%(field)s” of %(count)s contact to “%(value)s”?",
            "Set “%(field)s” of %(count)s contacts to “%(value)s”?",
            count,
        )
        return words % {"count": grouped(count), "field": self.label, "value": params["name"] or _("Not specified")}

    def apply(self, rows: list, job: Job) -> list:
        wanted = job.params["entry"]
        if wanted is not None and not self.model.objects.filter(pk=wanted).exists():
            wanted = None  # deleted meanwhile
        return many.set_entry(rows, self.field, wanted, by=job.by)


class Share(_Change):
    key = "share"
    label = gettext_lazy("Permissions")
    icon = "shield"
    form_class = ShareForm
    title = gettext_noop("Contacts: permissions")
    columns = ("version", "access_level")

    def allowed(self, records, user):
        return records.shareable_by(user)

    def params(self, form) -> dict:
        cleaned = form.cleaned_data
        return {
            "level": cleaned["level"],
            "is_replacing": cleaned["mode"] == ShareForm.REPLACE,
            "users": [user.pk for user in cleaned["users"]],
            "groups": [group.pk for group in cleaned.get("groups", [])],
            "notify": cleaned["notify"],
        }

    def question(self, count: int, params: dict) -> str:
        words = ngettext("Change who may see %(count)s contact?", "Change who may see %(count)s contacts?", count)
        return words % {"count": grouped(count)}

    def explanation(self, params: dict, user) -> str:
        names = ", ".join(str(grant.grantee) for grant in _grants(params))
        sentences = []
        if params["level"]:
            sentences.append(_("Access becomes “%(level)s”.") % {"level": AccessLevel(params["level"]).label})
        if names:
            only, added = _("Only these remain managers: %(names)s."), _("New managers: %(names)s.")
            sentences.append((only if params["is_replacing"] else added) % {"names": names})
        if params["is_replacing"] and not access.would_see(user, AccessLevel.PRIVATE, _grants(params)):
            sentences.append(_("You are not among them: you lose sight of the private ones."))
        return " ".join(sentences)

    def apply(self, rows: list, job: Job) -> list:
        grants = _grants(job.params)
        changes = many.share(
            rows, level=job.params["level"] or None, grants=grants, is_replacing=job.params["is_replacing"], by=job.by
        )
        told = dict(job.position.get("told", {}))
        for change in changes:
            for grant in change.new_grants:
                key = ("group" if isinstance(grant.grantee, Group) else "user") + f":{grant.grantee.pk}"
                count, first = told.get(key, (0, change.record.pk))
                told[key] = (count + 1, first)
        job.position = {**job.position, "told": told}
        return changes

    def conclude(self, job: Job) -> None:
        """One mail and one notice per new manager, with the number of contacts."""
        told = job.position.pop("told", {})
        if not job.params["notify"]:
            return
        grants = {
            ("group" if isinstance(grant.grantee, Group) else "user") + f":{grant.grantee.pk}": grant
            for grant in _grants(job.params)
        }
        people: dict[int, tuple[int, int, Any]] = {}
        for key, (count, first) in told.items():
            for user in _members(grants[key].grantee) if key in grants else []:
                people[user.pk] = max(people.get(user.pk, (0, 0, user)), (count, first, user), key=lambda one: one[0])
        for count, first, user in people.values():
            contacts = list(Contact.objects.filter(pk=first))
            access.tell_managers(contacts, [GrantValue(user)], by=job.by, count=count)


def _members(grantee) -> list[User]:
    return list(grantee.user_set.all()) if isinstance(grantee, Group) else [grantee]


def _grants(params: dict) -> list[GrantValue]:
    people = [*User.objects.filter(pk__in=params["users"]), *Group.objects.filter(pk__in=params["groups"])]
    return [GrantValue(grantee) for grantee in people]


def _quoted(names: list[str]) -> str:
    return ", ".join(_("“%(name)s”") % {"name": name} for name in names)


class Delete(Operation):
    key = "delete"
    label = gettext_lazy("Delete")
    icon = "trash"
    danger = True
    outcome = JobItem.Outcome.TRASHED
    title = gettext_noop("Contacts: delete")

    def question(self, count: int, params: dict) -> str:
        return ngettext("Delete %(count)s contact?", "Delete %(count)s contacts?", count) % {"count": grouped(count)}

    def explanation(self, params: dict, user) -> str:
        return _("History and details go along. For 30 days it can all be brought back from the trash.")

    def confirm(self, count: int) -> str:
        return ngettext("Delete %(count)s contact", "Delete %(count)s contacts", count) % {"count": grouped(count)}

    def answer(self, count: int) -> str:
        return ngettext("%(count)s contact deleted.", "%(count)s contacts deleted.", count) % {"count": grouped(count)}

    def apply(self, rows: list, job: Job) -> list:
        """All chunks of a job are one act of the trash."""
        act = TrashAct.objects.filter(pk=job.position.get("act")).first() or trash.open_act(Contact, by=job.by)
        job.position = {**job.position, "act": act.pk}
        trash.trash(Contact.objects.filter(pk__in=[row.pk for row in rows]), by=job.by, act=act)
        return [many.Change(row) for row in rows]


_OPERATIONS = [
    AddTags(),
    SetEntry(
        "temperature",
        "temperature",
        TemperatureLevel,
        gettext_lazy("Temperature"),
        "temperature",
        gettext_noop("Contacts: temperature"),
    ),
    SetEntry("type", "contact_type", ContactType, gettext_lazy("Type"), "briefcase", gettext_noop("Contacts: type")),
    Share(),
    RemoveTags(),
    Delete(),
]
BULK = BulkSection(
    model=Contact,
    filters_class=ContactFilters,
    operations={operation.key: operation for operation in _OPERATIONS},
    job_kind="contacts.bulk",
)


class Export(Operation):
    """Stands in the bulk bar with the others; its page is that of exports (see contacts/views/bulk.py)."""

    key = "export"
    label = gettext_lazy("Export")
    icon = "file-export"


def operations() -> list[Operation]:
    """In the order in which the bulk bar shows them."""
    return [*_OPERATIONS[:-1], Export(), _OPERATIONS[-1]]


def work(job: Job, until: float) -> bool:
    """Work one slice of a bulk job; says whether more is left."""
    return run_slice(job, BULK, until)


def finished(job: Job) -> None:
    """What was done so far is told also where the rest was cancelled; one line of the audit for the whole act."""
    operation = BULK.operations[job.params["operation"]]
    if job.position.get("told"):
        operation.conclude(job)
        job.save(update_fields=["position"])
    audit.log(
        "contacts.bulk", by=job.by, job_id=job.pk, operation=operation.key, state=job.state, done=job.done,
        left_out=job.skipped,
    )  # fmt: skip
