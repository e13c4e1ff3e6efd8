"""The photo in the form: checked by content at once, and kept while the rest of the form is corrected (UI-08)."""

import base64
from io import BytesIO

from django import forms
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.translation import gettext_lazy as _

from core.documents.photos import read_photo, save_photo
from core.records.models import BusinessError

from .words import words

# A photo of 200×300 as text; far above what one takes, and below what a field of a form may hold.
LONGEST = 600_000


class PhotoFields(forms.Form):
    photo = forms.FileField(
        label=_("Photo"), required=False, widget=forms.FileInput,
        error_messages={name: _("This file can’t be read as a photo. Choose a PNG, JPEG, WebP or GIF.")
                        for name in ("invalid", "missing", "empty")},
    )  # fmt: skip
    kept_photo = words("", LONGEST, widget=forms.HiddenInput)
    remove_photo = forms.BooleanField(label=_("Remove the photo"), required=False)

    picture = None  # the clean picture that was sent, with this form or one of its earlier tries

    def clean_photo(self):
        uploaded = self.cleaned_data["photo"]
        if uploaded:
            self._take(uploaded)
        return uploaded

    def clean_kept_photo(self) -> str:
        kept = self.cleaned_data["kept_photo"]
        if kept and self.picture is None and "photo" not in self._errors:
            try:
                self._take(SimpleUploadedFile("photo", base64.b64decode(kept, validate=True)))
            except ValueError:  # no base64 (binascii.Error is one), or no ASCII
                raise forms.ValidationError("")
        return kept

    def _take(self, uploaded) -> None:
        try:
            self.picture = read_photo(uploaded)
        except BusinessError as error:
            raise forms.ValidationError(error.sentence)

    def kept(self) -> str:
        """The sent photo as text, so that a form with errors brings it again."""
        if self.picture is None:
            return ""
        buffer = BytesIO()
        self.picture.save(buffer, "PNG")
        return base64.b64encode(buffer.getvalue()).decode()

    def store(self) -> str | None:
        """Write the photo's files; "" takes the stored one away, None leaves it. Before the transaction."""
        if self.picture is not None:
            return save_photo(self.picture)
        return "" if self.cleaned_data.get("remove_photo") else None
