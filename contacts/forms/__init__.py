"""What people may type about contacts."""

from .access import AccessForm, Grantees, ManagerFormSet
from .contacts import FORMS, CompanyForm, PersonForm
from .editor import ContactEditor
from .events import EventForm, TimelineFilter

__all__ = [
    "FORMS",
    "AccessForm",
    "CompanyForm",
    "ContactEditor",
    "EventForm",
    "Grantees",
    "ManagerFormSet",
    "PersonForm",
    "TimelineFilter",
]
