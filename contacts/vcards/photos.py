"""The photos that cards hold: judged and encoded anew like any other, their files gone again where a row isn't kept."""

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils.translation import gettext as _

from contacts.importing.rows import Draft
from core.documents.photos import delete_photo, read_photo, save_photo
from core.records.models import BusinessError


def _left_out(error: BusinessError) -> str:
    return _("The photo was left out: %(why)s") % {"why": str(error.sentence)}


class CardPhotos:
    """Files are written inside the chunk's transaction, so that each row is whole; `clear_away` follows it."""

    def __init__(self):
        self.written: set[str] = set()

    def look(self, draft: Draft) -> str:
        """For a dry run: what would be said about the photo; it is forgotten then."""
        try:
            if draft.photo:
                read_photo(ContentFile(draft.photo))
                draft.values.photo = "checked"
        except BusinessError as error:
            return _left_out(error)
        finally:
            draft.photo = None
        return ""

    def store(self, draft: Draft) -> str:
        """Keep the photo for this draft's contact; returns a remark where it can't be one."""
        try:
            if draft.photo:
                name = draft.values.photo = save_photo(read_photo(ContentFile(draft.photo)))
                self.written.add(name)
                transaction.on_commit(lambda: self.written.discard(name))
        except BusinessError as error:
            return _left_out(error)
        finally:
            draft.photo = None
        return ""

    def clear_away(self) -> None:
        """After the transaction: the files whose rows were not committed go."""
        for name in self.written:
            delete_photo(name)
        self.written.clear()
