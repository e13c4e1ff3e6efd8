"""Taking back what a job did to contacts, a chunk of its items at a time (UI-10).

What it deleted comes back, what it created goes to the trash as one act, what it changed gets its values back (see
putting_back.py). Tags, types and levels that an import made stay: others may use them by now, and they are the
administrator's lists, where an unused one goes with one click.
"""

from django.contrib.auth.models import Group
from django.contrib.contenttypes.models import ContentType
from django.utils.translation import gettext as _

from contacts.models import Contact
from core.history.models import HistoryLink
from core.jobs.models import JobItem
from core.records import trash
from core.records.models import TrashAct

from . import access
from .putting_back import NOT_FIELDS, changed_since, not_reachable, put_back


def snapshot(contact: Contact, *names: str) -> dict:
    """The present values of these fields (and "tags", "grants"), as an item keeps them."""
    values = {name: contact.serializable_value(name) for name in names if name not in NOT_FIELDS}
    if "tags" in names:
        values["tags"] = [tagging.tag.name for tagging in contact.taggings.select_related("tag")]
    if "grants" in names:
        values["grants"] = [
            ["group" if isinstance(grant.grantee, Group) else "user", grant.grantee.pk, grant.can_write]
            for grant in access.grants_of(contact)
        ]
    return values


def undo_items(items: list[JobItem], *, by, memory: dict) -> dict[int, str]:
    """Undo these items of one job inside the caller's transaction; gives {key of an item: why it was left out}.

    memory: what is kept from one chunk to the next.
    """
    of: dict[str, list[JobItem]] = {outcome: [] for outcome in JobItem.Outcome.values}
    for item in items:
        of[item.outcome].append(item)
    refused = _restore(of[JobItem.Outcome.TRASHED], by)
    refused |= put_back(of[JobItem.Outcome.CHANGED], by=by) if of[JobItem.Outcome.CHANGED] else {}
    refused |= _remove(of[JobItem.Outcome.CREATED], by, memory)
    return refused


def _restore(items: list[JobItem], by) -> dict[int, str]:
    if not items:
        return {}
    pks = [item.object_id for item in items]
    in_trash = Contact.objects.filter(pk__in=pks, trash_act__isnull=False)
    restored = set(trash.restore(in_trash, by=by, is_clash_cleared=True))
    return {item.pk: _("It is no longer in the trash.") for item in items if item.object_id not in restored}


def _remove(items: list[JobItem], by, memory: dict) -> dict[int, str]:
    """What a job created goes to the trash, if nobody changed it, wrote about it or joined it since."""
    if not items:
        return {}
    wanted = {item.object_id: item for item in items}
    rows = Contact.objects.editable_by(by).filter(pk__in=wanted).order_by("pk").select_for_update()
    stored = dict(rows.values_list("pk", "version"))
    reasons = {pk: not_reachable() for pk in wanted.keys() - stored.keys()}
    reasons |= {pk: changed_since() for pk, version in stored.items() if version != wanted[pk].version_after}
    reasons |= dict.fromkeys(_written_about(wanted.keys() - reasons.keys()), _("Somebody wrote about it since."))
    reasons |= dict.fromkeys(_needed(wanted.keys() - reasons.keys(), items[0]), _("Other contacts belong to it."))
    going = wanted.keys() - reasons.keys()
    if going:  # one act for all chunks; the job that undoes is its record in the audit
        act = TrashAct.objects.filter(pk=memory.get("act")).first() or trash.open_act(Contact, by=by)
        memory["act"] = act.pk
        trash.trash(Contact.objects.filter(pk__in=going), by=by, act=act)
    return {wanted[pk].pk: reason for pk, reason in reasons.items()}


def _written_about(pks: set[int]) -> set[int]:
    """Those with an event of a person in their history."""
    content_type = ContentType.objects.get_for_model(Contact)
    own = HistoryLink.objects.filter(content_type=content_type, object_id__in=pks, event__kind="")
    return set(own.values_list("object_id", flat=True))


def _needed(pks: set[int], item: JobItem) -> set[int]:
    """Companies of persons who stay: not among `pks`, and not to be taken back by the same Undo."""
    persons = list(
        Contact.objects.filter(company__in=pks, trash_act__isnull=True)
        .exclude(pk__in=pks)
        .values_list("pk", "company_id", "version")
    )
    same = JobItem.objects.filter(job_id=item.job_id, content_type_id=item.content_type_id, undone_at__isnull=True)
    same = same.filter(object_id__in=[pk for pk, _company, _version in persons], undo_refused="")
    known = dict(same.values_list("object_id", "version_after"))
    return {company for pk, company, version in persons if known.get(pk) != version}
