"""The address of a contact's photo: it changes with the photo, so that a browser may keep what it has."""

from collections.abc import Iterable

from django.urls import reverse

from contacts.models import Contact


def photo_url(contact: Contact, *, is_thumb: bool = True) -> str:
    """ "" where there is none: the initials stand in."""
    if not contact.photo:
        return ""
    query = {"v": contact.photo.rpartition("/")[2][:8]} | ({"size": "thumb"} if is_thumb else {})
    return reverse("contacts:photo", args=[contact.pk], query=query)


def with_photos(contacts: Iterable[Contact]) -> list[Contact]:
    """The same contacts, each with `.photo_url` for its face."""
    contacts = list(contacts)
    for contact in contacts:
        contact.photo_url = photo_url(contact)
    return contacts
