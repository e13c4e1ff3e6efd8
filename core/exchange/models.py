"""Imports: the file with its mapping and rules, and what became of its rows."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from core.jobs.models import Job


class ImportQuerySet(models.QuerySet):
    def visible_to(self, user):
        """An import's pages are its author's and the administrators'."""
        return self if user.is_administrator else self.filter(by=user)

    def editable_by(self, user):
        return self.visible_to(user)


class Import(models.Model):
    """`file` is a random name below MEDIA_ROOT/imports; `mapping` {"0": ["first_name"]} by column index."""

    kind = models.CharField(max_length=40)  # a key of settings.IMPORT_KINDS
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="imports")
    created_at = models.DateTimeField(auto_now_add=True)
    file = models.CharField(max_length=60)  # "" once it was forgotten (see cleaning.py)
    original_name = models.CharField(_("file"), max_length=200)
    encoding = models.CharField(_("encoding"), max_length=20)
    separator = models.CharField(_("separator"), max_length=1)
    heading_line = models.PositiveIntegerField(_("line of the headings"), default=1)
    row_count = models.PositiveIntegerField(default=0)
    layout = models.CharField(max_length=40, blank=True, default="")
    mapping = models.JSONField(default=dict, blank=True)
    rules = models.JSONField(default=dict, blank=True)
    # The dry run and the run itself; a later check takes the place of an earlier one.
    check_job = models.OneToOneField(
        Job, null=True, blank=True, on_delete=models.SET_NULL, related_name="checked_import"
    )
    job = models.OneToOneField(Job, null=True, blank=True, on_delete=models.SET_NULL, related_name="imported")
    counts = models.JSONField(default=dict, blank=True)
    check_counts = models.JSONField(default=dict, blank=True)

    objects = ImportQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        verbose_name = _("import")
        verbose_name_plural = _("imports")

    def __str__(self) -> str:
        return self.original_name

    @property
    def is_started(self) -> bool:
        return self.job_id is not None


class ImportRow(models.Model):
    """A row that deserves a word: why it was refused or skipped; in a check also the first of those that go in."""

    class Outcome(models.TextChoices):
        CREATED = "created", _("created")
        UPDATED = "updated", _("updated")
        SKIPPED = "skipped", _("skipped")
        REFUSED = "refused", _("refused")
        NOTED = "noted", _("imported with a remark")

    imported = models.ForeignKey(Import, on_delete=models.CASCADE, related_name="rows")
    is_check = models.BooleanField(default=False)
    line = models.PositiveIntegerField()
    outcome = models.CharField(max_length=8, choices=Outcome.choices)
    name = models.CharField(max_length=310, blank=True, default="")
    reason = models.CharField(max_length=500, blank=True, default="")
    cells = models.JSONField(default=list, blank=True)  # of refused rows, for the file that gives them back

    class Meta:
        verbose_name = _("row of an import")
        verbose_name_plural = _("rows of imports")
        ordering = ["line", "id"]
        indexes = [models.Index(fields=["imported", "is_check", "outcome", "line"], name="exchange_row_of_import")]
