"""What the audit's lines are called: acts, kinds of security events, and their details."""

import datetime as dt
import re

from django.utils import formats, timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

MOMENT = re.compile(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(\.\d+)?")

ACTIONS = {0: gettext_lazy("Created"), 1: gettext_lazy("Changed"), 2: gettext_lazy("Deleted")}

# Kind of event → its words.
KINDS = {
    "signed_in": gettext_lazy("Signed in"),
    "signed_out": gettext_lazy("Signed out"),
    "sign_in_failed": gettext_lazy("Sign-in refused"),
    "password_changed": gettext_lazy("Password changed"),
    "password_reset": gettext_lazy("Password reset"),
    "password_reset_asked": gettext_lazy("Password reset asked for"),
    "user_invited": gettext_lazy("User invited"),
    "user_switched_off": gettext_lazy("User switched off"),
    "user_switched_on": gettext_lazy("User switched on"),
    "sessions_ended": gettext_lazy("Sessions ended"),
    "invitation_accepted": gettext_lazy("Invitation accepted"),
    "role_changed": gettext_lazy("Role changed"),
    "group_created": gettext_lazy("Group created"),
    "group_renamed": gettext_lazy("Group renamed"),
    "group_members_changed": gettext_lazy("Group members changed"),
    "group_deleted": gettext_lazy("Group deleted"),
    "refused": gettext_lazy("Access refused"),
    "access_changed": gettext_lazy("Access changed"),
    "contacts.trashed": gettext_lazy("Moved to the trash"),
    "contacts.restored": gettext_lazy("Restored from the trash"),
    "contacts.purged": gettext_lazy("Deleted for good"),
    "contacts.bulk": gettext_lazy("Changed in bulk"),
    "contacts.imported": gettext_lazy("Imported"),
    "exported": gettext_lazy("Exported"),
    "job_undone": gettext_lazy("Undone"),
    "settings.changed": gettext_lazy("Settings changed"),
    "settings.list_ordered": gettext_lazy("List put into another order"),
    "settings.entry_deleted": gettext_lazy("List entry deleted"),
    "settings.tags_merged": gettext_lazy("Tags merged"),
    "settings.tag_deleted": gettext_lazy("Tag deleted"),
    "settings.unused_tags_deleted": gettext_lazy("Unused tags deleted"),
}

DETAILS = {
    "count": gettext_lazy("Number"),
    "done": gettext_lazy("Done"),
    "skipped": gettext_lazy("Left out"),
    "left_out": gettext_lazy("Left out"),
    "failed": gettext_lazy("Failed"),
    "name": gettext_lazy("Name"),
    "list": gettext_lazy("List"),
    "level": gettext_lazy("Access"),
    "fields": gettext_lazy("Fields"),
    "operation": gettext_lazy("Operation"),
    "created": gettext_lazy("Created"),
    "updated": gettext_lazy("Changed"),
    "refused": gettext_lazy("Refused"),
    "path": gettext_lazy("Page"),
    "reason": gettext_lazy("Reason"),
    "role": gettext_lazy("Role"),
    "before": gettext_lazy("Before"),
}


def kind_words(kind: str) -> str:
    """The words of a kind; of an unknown one, the kind itself in readable form."""
    if kind in KINDS:
        return str(KINDS[kind])
    return kind.rpartition(".")[2].replace("_", " ").capitalize()


def value_words(value, user) -> str:
    """One value of the audit as this user reads it."""
    if value in (None, "", "None", [], {}):
        return "–"
    if value is True or value == "True":
        return _("yes")
    if value is False or value == "False":
        return _("no")
    if isinstance(value, list):
        return ", ".join(value_words(part, user) for part in value)
    return _moment_words(value, user) if isinstance(value, str) and MOMENT.fullmatch(value) else str(value)


def _moment_words(text: str, user) -> str:
    """The audit keeps moments in UTC; they are read in the user's time zone and format."""
    at = timezone.localtime(dt.datetime.fromisoformat(text).replace(tzinfo=dt.UTC))
    return f"{formats.date_format(at, user.date_format or 'SHORT_DATE_FORMAT')}, {formats.date_format(at, 'H:i')}"
