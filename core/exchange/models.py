"""Imports: the file with its mapping and rules, and what became of its rows."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.jobs.models import Job


class OwnQuerySet(models.QuerySet):
    def visible_to(self, user):
        """The pages of an import or export are its author's and the administrators' (ACC-34)."""
        return self if user.is_administrator else self.filter(by=user)

    def editable_by(self, user):
        return self.visible_to(user)


class Import(models.Model):
    """`file` is a random name below MEDIA_ROOT/imports; `mapping` {"0": ["first_name"]} by column index."""

    class FileType(models.TextChoices):
        CSV = "csv", "CSV"
        XLSX = "xlsx", "XLSX"
        VCARD = "vcf", "vCard"

    kind = models.CharField(max_length=40)  # a key of settings.IMPORT_KINDS
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="imports")
    created_at = models.DateTimeField(auto_now_add=True)
    file = models.CharField(max_length=60)  # "" once it was forgotten (see cleaning.py)
    original_name = models.CharField(_("file"), max_length=200)
    encoding = models.CharField(_("encoding"), max_length=20)
    file_type = models.CharField(max_length=4, choices=FileType.choices, default=FileType.CSV)
    separator = models.CharField(_("separator"), max_length=1)
    quote = models.CharField(_("text delimiter"), max_length=1, default='"')
    sheet = models.CharField(_("sheet"), max_length=100, blank=True, default="")
    heading_line = models.PositiveIntegerField(_("line of the headings"), default=1)
    row_count = models.PositiveIntegerField(default=0)
    layout = models.CharField(max_length=40, blank=True, default="")
    mapping = models.JSONField(default=dict, blank=True)
    rules = models.JSONField(default=dict, blank=True)
    # Reading a large sheet, the dry run, and the run itself; a later check takes the place of an earlier one.
    read_job = models.OneToOneField(Job, null=True, blank=True, on_delete=models.SET_NULL, related_name="read_import")
    check_job = models.OneToOneField(
        Job, null=True, blank=True, on_delete=models.SET_NULL, related_name="checked_import"
    )
    job = models.OneToOneField(Job, null=True, blank=True, on_delete=models.SET_NULL, related_name="imported")
    counts = models.JSONField(default=dict, blank=True)
    check_counts = models.JSONField(default=dict, blank=True)

    objects = OwnQuerySet.as_manager()

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


class SavedMappingQuerySet(models.QuerySet):
    def visible_to(self, user):
        """One's own and those kept for all."""
        return self.filter(models.Q(by=user) | models.Q(is_shared=True))

    def editable_by(self, user):
        return self.filter(by=user)


class SavedMapping(models.Model):
    """A mapping kept by name: `columns` {plain heading: [keys]}, so that it fits the same columns in any order."""

    kind = models.CharField(max_length=40)  # a key of settings.IMPORT_KINDS
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="saved_mappings")
    name = models.CharField(_("name"), max_length=100)
    is_shared = models.BooleanField(_("for all users"), default=False)
    columns = models.JSONField(default=dict)
    order = models.CharField(max_length=3, blank=True, default="")  # of the numbers in dates
    created_at = models.DateTimeField(auto_now_add=True)

    objects = SavedMappingQuerySet.as_manager()

    class Meta:
        verbose_name = _("saved mapping")
        verbose_name_plural = _("saved mappings")
        ordering = ["name", "id"]
        constraints = [models.UniqueConstraint(fields=["by", "kind", "name"], name="exchange_mapping_once")]

    def __str__(self) -> str:
        return self.name


class Export(models.Model):
    """A table made in the background: `file` is a random name below MEDIA_ROOT/exports, its author's alone."""

    kind = models.CharField(max_length=40)  # a key of settings.EXPORT_KINDS
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="exports")
    created_at = models.DateTimeField(auto_now_add=True)
    params = models.JSONField(default=dict, blank=True)  # what is exported, as its kind reads it
    file = models.CharField(max_length=60, blank=True, default="")  # "" until it is whole, and once it was forgotten
    file_name = models.CharField(_("file"), max_length=200)
    row_count = models.PositiveIntegerField(default=0)
    job = models.OneToOneField(Job, null=True, blank=True, on_delete=models.SET_NULL, related_name="exported")
    expires_at = models.DateTimeField(null=True, blank=True)

    objects = OwnQuerySet.as_manager()

    class Meta:
        verbose_name = _("export")
        verbose_name_plural = _("exports")
        ordering = ["-id"]

    def __str__(self) -> str:
        return self.file_name

    @property
    def is_kept(self) -> bool:
        """Whether its file may be had: it is whole, and its hours aren't over, even where no worker removed it yet."""
        return bool(self.file) and self.expires_at is not None and self.expires_at > timezone.now()
