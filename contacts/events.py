"""The lines that contacts write into the timeline, as sentences that follow the author's name."""

from django.utils.translation import gettext_lazy as _

SENTENCES = {
    "created": _("created this contact"),
    "imported": _("imported this contact"),
    "access_changed": _("changed who may see this contact"),
    "trashed": _("moved this contact to the trash"),
    "restored": _("restored this contact from the trash"),
}


def sentence(kind: str) -> str:
    """The words for a kind ("contacts.created"); one that is not known is shown as it stands."""
    return str(SENTENCES.get(kind.removeprefix("contacts."), kind))
