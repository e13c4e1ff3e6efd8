"""A field of several rows that takes no offence at numbers beyond every key."""

from django import forms


class SeveralField(forms.ModelMultipleChoiceField):
    """A key that no database can hold is one that nobody has: SQLite would raise OverflowError."""

    def clean(self, value):
        try:
            return super().clean(value)
        except OverflowError:
            raise forms.ValidationError(self.error_messages["invalid_choice"], params={"value": ""})
