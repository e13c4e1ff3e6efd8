"""Background work with progress: the Job row is the queue, its items say what happened to each object."""

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.utils.translation import gettext_lazy as _


class JobQuerySet(models.QuerySet):
    def visible_to(self, user):
        """A job's pages are its author's and the administrators' (ACC-34)."""
        return self if user.is_administrator else self.filter(by=user)


class Job(models.Model):
    class State(models.TextChoices):
        QUEUED = "queued", _("waiting")
        RUNNING = "running", _("running")
        PAUSED = "paused", _("paused")
        DONE = "done", _("finished")
        FAILED = "failed", _("stopped by a fault")
        CANCELLED = "cancelled", _("cancelled")

    kind = models.CharField(max_length=40)  # a key of settings.JOB_KINDS
    title = models.CharField(max_length=200)  # a msgid: shown through gettext with `title_values`
    title_values = models.JSONField(default=dict, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="jobs")
    state = models.CharField(max_length=9, choices=State.choices, default=State.QUEUED)
    params = models.JSONField(default=dict, blank=True)
    position = models.JSONField(default=dict, blank=True)  # where the next slice goes on; committed with its chunk
    total = models.PositiveIntegerField(default=0)
    done = models.PositiveIntegerField(default=0)
    skipped = models.PositiveIntegerField(default=0)
    failed = models.PositiveIntegerField(default=0)
    is_cancel_requested = models.BooleanField(default=False)
    claimed_at = models.DateTimeField(null=True, blank=True)
    claim = models.CharField(max_length=36, blank=True, default="")
    worked_at = models.DateTimeField(null=True, blank=True)  # end of the last slice: jobs take turns by it
    created_at = models.DateTimeField(auto_now_add=True)
    started_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    paused_at = models.DateTimeField(null=True, blank=True)
    paused_seconds = models.PositiveIntegerField(default=0)  # in all pauses before, so that the pace leaves them out
    error = models.CharField(max_length=500, blank=True, default="")
    undo_of = models.ForeignKey("self", null=True, blank=True, on_delete=models.SET_NULL, related_name="undone_by")
    address = models.CharField(max_length=200, blank=True, default="")  # page to go to when it has ended, if any

    objects = JobQuerySet.as_manager()

    class Meta:
        verbose_name = _("piece of background work")
        verbose_name_plural = _("pieces of background work")
        ordering = ["-id"]
        indexes = [models.Index(fields=["state", "claimed_at"], name="jobs_job_due")]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"

    @property
    def is_over(self) -> bool:
        return self.state in {self.State.DONE, self.State.FAILED, self.State.CANCELLED}

    @property
    def worked(self) -> int:
        return self.done + self.skipped + self.failed


class JobItem(models.Model):
    class Outcome(models.TextChoices):
        CREATED = "created", _("created")
        CHANGED = "changed", _("changed")
        TRASHED = "trashed", _("deleted")
        SKIPPED = "skipped", _("skipped")
        FAILED = "failed", _("failed")

    job = models.ForeignKey(Job, on_delete=models.CASCADE, related_name="items", db_index=False)  # see `indexes`
    content_type = models.ForeignKey(ContentType, on_delete=models.CASCADE, related_name="+")
    object_id = models.BigIntegerField()
    outcome = models.CharField(max_length=8, choices=Outcome.choices)
    reason = models.CharField(max_length=300, blank=True, default="")
    before = models.JSONField(null=True, blank=True)  # the values that the act replaced, for Undo
    version_after = models.PositiveIntegerField(null=True, blank=True)
    undone_at = models.DateTimeField(null=True, blank=True)
    undo_refused = models.CharField(max_length=300, blank=True, default="")

    class Meta:
        verbose_name = _("object of background work")
        verbose_name_plural = _("objects of background work")
        constraints = [
            models.UniqueConstraint(fields=["job", "content_type", "object_id"], name="jobs_item_once"),
        ]
        indexes = [
            models.Index(fields=["content_type", "object_id"], name="jobs_item_object"),
            models.Index(fields=["job", "id"], name="jobs_item_by_job"),  # the report's pages and Undo walk it
        ]
