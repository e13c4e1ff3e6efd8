"""The address of a contact's photo: it changes with the photo, so that a browser may keep what it has."""

from django.urls import reverse

from contacts.models import Contact


def photo_url(contact: Contact, *, is_thumb: bool = True) -> str:
    """ "" where there is none: the initials stand in."""
    if not contact.photo:
        return ""
    query = {"v": contact.photo.rpartition("/")[2][:8]} | ({"size": "thumb"} if is_thumb else {})
    return reverse("contacts:photo", args=[contact.pk], query=query)
