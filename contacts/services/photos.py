"""The photo of a contact: a path in its row, the files behind it."""

from django.db import transaction

from contacts.models import Contact
from core.documents.photos import delete_photo


def set_photo(contact: Contact, photo: str | None) -> None:
    """Point the unsaved row at another photo (None leaves it); the old files go once the change is committed."""
    if photo is None or photo == contact.photo:
        return
    old, contact.photo = contact.photo, photo
    transaction.on_commit(lambda: delete_photo(old))
