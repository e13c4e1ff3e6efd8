"""What all records that users keep have in common: who made and changed them, their version, the trash."""

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.utils.translation import gettext_lazy as _

HUES = ["grey", "rose", "red", "orange", "amber", "olive", "green", "teal", "sky", "indigo", "violet", "pink"]
HUE_CHOICES = [
    ("grey", _("grey")),
    ("rose", _("rose")),
    ("red", _("red")),
    ("orange", _("orange")),
    ("amber", _("amber")),
    ("olive", _("olive")),
    ("green", _("green")),
    ("teal", _("teal")),
    ("sky", _("sky")),
    ("indigo", _("indigo")),
    ("violet", _("violet")),
    ("pink", _("pink")),
]


class BusinessError(Exception):
    """A refusal whose sentence is shown to the user as it stands (already in their language)."""

    def __init__(self, sentence):
        super().__init__(sentence)
        self.sentence = sentence


class TrashActQuerySet(models.QuerySet):
    def visible_to(self, user):
        """An act's Undo is its author's and the administrators'."""
        return self if user.is_administrator else self.filter(by=user)


class TrashAct(models.Model):
    """One act of deleting: every record that it took points at it, and one Undo brings them all back."""

    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(auto_now_add=True, db_index=True)
    content_type = models.ForeignKey(ContentType, on_delete=models.CASCADE, related_name="+")
    restored_at = models.DateTimeField(null=True, blank=True)

    objects = TrashActQuerySet.as_manager()

    class Meta:
        verbose_name = _("deletion")
        verbose_name_plural = _("deletions")


class Record(models.Model):
    created_at = models.DateTimeField(_("created"), auto_now_add=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("created by"),
    )
    changed_at = models.DateTimeField(_("changed"), auto_now=True)
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("changed by"),
    )
    version = models.PositiveIntegerField(default=1, editable=False)
    # Each kind indexes what is trashed alone: an index of all would be taken for the many rows where it is NULL.
    trash_act = models.ForeignKey(
        TrashAct, null=True, blank=True, editable=False, on_delete=models.PROTECT, related_name="+", db_index=False
    )

    class Meta:
        abstract = True

    @property
    def is_trashed(self) -> bool:
        return self.trash_act_id is not None

    def get_additional_data(self) -> dict:
        """Carried by every audit entry, so that a conflict can name what the other one changed (ACC-31)."""
        return {"version": self.version}


class ListEntry(models.Model):
    """An entry of a list that the administrator keeps: a type, a level, a category."""

    name = models.CharField(_("name"), max_length=100)
    hue = models.CharField(_("colour"), max_length=8, choices=HUE_CHOICES, default="grey")
    position = models.PositiveIntegerField(default=0)

    class Meta:
        abstract = True
        ordering = ["position", "id"]

    def __str__(self) -> str:
        return self.name


class SubmittedForm(models.Model):
    """A form that was saved, known by the hidden id it carried: sent twice, it leads to the first one's object."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    uuid = models.UUIDField()
    content_type = models.ForeignKey(ContentType, on_delete=models.CASCADE, related_name="+")
    object_id = models.BigIntegerField()
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("submitted form")
        verbose_name_plural = _("submitted forms")
        # By kind of record too: a form says its id itself, and may say one that was used for something else.
        constraints = [models.UniqueConstraint(fields=["user", "content_type", "uuid"], name="records_form_once")]
