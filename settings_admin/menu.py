"""The menu of Settings: every page with the words by which "Find a setting" finds it."""

from dataclasses import dataclass

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext_lazy as _

from core.search.folding import fold


@dataclass(frozen=True)
class Setting:
    name: str  # of its page
    label: object
    lead: object
    is_owners: bool = False

    @property
    def url(self) -> str:
        return reverse(self.name)

    def is_found_by(self, words: str) -> bool:
        text = fold(f"{self.label} {self.lead}")
        return all(word in text for word in fold(words).split())


GROUPS = [
    (
        _("Organisation"),
        [
            Setting(
                "settings_admin:common",
                _("Common"),
                _("Name, country, time zone, language and default currency of your organisation."),
            ),
            Setting(
                "settings_admin:users",
                _("Users"),
                _("Who signs in, who administers the CRM, invitations by e-mail."),
                is_owners=True,
            ),
            Setting(
                "settings_admin:groups",
                _("Groups"),
                _("Teams that can be given access wherever a user can."),
                is_owners=True,
            ),
        ],
    ),
    (
        _("Contacts"),
        [
            Setting(
                "settings_admin:temperature_levels",
                _("Temperature levels"),
                _("How close a contact is to buying: cold, warm, hot."),
            ),
            Setting(
                "settings_admin:contact_types",
                _("Contact types"),
                _("What a contact is to you: client, supplier, partner."),
            ),
            Setting(
                "settings_admin:contact_tags",
                _("Tags"),
                _("Free words on contacts: rename, merge and tidy them up here."),
            ),
        ],
    ),
    (
        _("System"),
        [
            Setting(
                "settings_admin:audit",
                _("Audit"),
                _("Who changed what and when: every change, sign-in, deletion and setting."),
            ),
        ],
    ),
]


def groups_for(user, words: str = "") -> list[tuple[object, list[Setting]]]:
    """The groups with the pages that this user may open and that `words` finds."""
    found = [
        (title, [setting for setting in settings if _is_open(setting, user) and setting.is_found_by(words)])
        for title, settings in GROUPS
    ]
    return [(title, settings) for title, settings in found if settings]


def _is_open(setting: Setting, user) -> bool:
    if setting.is_owners and not user.is_superuser:
        return False
    try:
        return bool(setting.url)
    except NoReverseMatch:
        return False
