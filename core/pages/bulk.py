"""BulkPage: what happens to a selection: choose, confirm, run, report. Deleting one object is a bulk of one."""

import uuid
from functools import partial
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views import View

from core.jobs.models import Job
from core.records import submitted

from .bulk_running import BulkSection, Operation, grouped, read_ids, start
from .state import clean_text


class BulkPage(View):
    """Subclasses set `section`, and `list_url` for those who come from nowhere."""

    section: BulkSection
    list_url = ""
    template_name = "pages/bulk.html"

    def get(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        """The same pages by a link, as the row's menu has them; nothing is changed by GET."""
        return self.answer(request.GET)

    def post(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        return self.answer(request.POST)

    def answer(self, data: QueryDict) -> HttpResponse:
        operation = self.section.operations.get(data.get("operation", ""))
        selection = self.read_selection(data)
        if operation is None or selection is None:
            messages.warning(self.request, _("Select at least one row, then choose what to do."))
            return HttpResponseRedirect(self.back(data))
        form = self.make_form(operation, data)
        if form is not None and not form.is_valid():
            return self.show("choose", operation, selection, data, form)
        params = operation.params(form) if form is not None else {}
        if self.request.method == "POST" and data.get("step") == "run":
            return self.run(operation, selection, data, params)
        return self.show("confirm", operation, selection, data, form, params)

    def read_selection(self, data: QueryDict) -> dict[str, Any] | None:
        """Ids, or the filters of everything found with days in place of "today"."""
        if data.get("everything"):
            is_first = data.get("step") not in ("confirm", "run")
            return self._freeze(data) if is_first else self._frozen(data)
        ids = read_ids(data.getlist("ids"))[:1000]
        return {"ids": ids} if ids else None

    def _freeze(self, data: QueryDict) -> dict[str, Any]:
        records = self.section.model.objects
        filters = QueryDict(clean_text(data.get("filters", ""), 4000))
        found = self.section.filters_class(filters, user=self.request.user, queryset=records.none())
        newest = records.order_by("-pk").values_list("pk", flat=True).first() or 0
        return {"filters": urlencode(found.frozen()), "max_id": newest}

    def _frozen(self, data: QueryDict) -> dict[str, Any]:
        newest = (read_ids([data.get("max_id", "")]) or [0])[0]
        return {"filters": clean_text(data.get("filters", ""), 4000), "max_id": newest}

    def make_form(self, operation: Operation, data: QueryDict):
        if operation.form_class is None:
            return None
        is_sent = data.get("step") in ("confirm", "run")
        return operation.form_class(data if is_sent else None)

    def counts(self, operation: Operation, selection: dict) -> tuple[int, int]:
        """(how many the user sees of the selection, how many of them they may change)"""
        found = self.section.selected(selection, self.request.user).order_by()
        return found.count(), operation.allowed(found, self.request.user).count()

    def show(
        self, step: str, operation: Operation, selection: dict, data: QueryDict, form, params: dict | None = None
    ) -> HttpResponse:
        found, allowed = self.counts(operation, selection)
        left_out = found - allowed
        if not allowed and self.request.method == "GET" and found:
            raise PermissionDenied(_("You may see this, not change it. Ask one of its managers."))
        context = {
            "step": step,
            "operation": operation,
            "form": form,
            "question": self.question(operation, allowed, params)
            if params is not None
            else (operation.heading or operation.label),
            "explanation": operation.explanation(params or {}, self.request.user) if step == "confirm" else "",
            "allowed": allowed,
            "confirm": operation.confirm(allowed),
            "left_out": self.left_out_words(left_out),
            "many": ngettext("%(count)s selected", "%(count)s selected", found) % {"count": grouped(found)},
            "hidden": self.hidden(selection, data, form if step == "confirm" else None, operation),
            "next_step": "run" if step == "confirm" else "confirm",
            "action": self.request.path,
            "back": self.back(data),
        }
        return render(self.request, self.template_name, context)

    def question(self, operation: Operation, count: int, params: dict | None) -> str:
        """The title: what is to be chosen, or what will happen once it is (`params`)."""
        return operation.question(count, params) if params is not None else operation.heading or operation.label

    def left_out_words(self, count: int) -> str:
        words = ngettext(
            "%(count)s is left out: you may see it, not change it.",
            "%(count)s are left out: you may see them, not change them.",
            count,
        )
        return words % {"count": grouped(count)} if count else ""

    def hidden(self, selection: dict, data: QueryDict, form, operation: Operation) -> list[tuple[str, Any]]:
        """The selection and what was chosen, as the next step's hidden fields."""
        pairs: list[tuple[str, Any]] = [("operation", operation.key), ("back", self.back(data))]
        if "ids" in selection:
            pairs += [("ids", pk) for pk in selection["ids"]]
        else:
            pairs += [("everything", "1"), ("filters", selection["filters"]), ("max_id", selection["max_id"])]
        if form is not None:
            pairs += [(name, value) for name in form.fields for value in data.getlist(name)]
        return [*pairs, ("form", uuid.uuid4())]

    def run(self, operation: Operation, selection: dict, data: QueryDict, params: dict) -> HttpResponse:
        user, token = self.request.user, _token(data)
        count = self.section.selected(selection, user).order_by().count()
        act = partial(start, self.section, operation, {**params, **selection}, count, by=user)
        pk, _is_new = submitted.once(Job, user, token, act)  # sent twice: its first job has done it, or does it
        return self.report(Job.objects.get(pk=pk), operation, data)

    def report(self, job: Job, operation: Operation, data: QueryDict) -> HttpResponse:
        """Done at once: back to the list with a sentence and Undo; else, or with some left out, the job's page."""
        page = _address("jobs:detail", job.pk)
        if job.is_over:
            words = " ".join(filter(None, [operation.answer(job.done), self.left_out_words(job.skipped)]))
            undo = _address("jobs:undo", job.pk) if job.items.exclude(version_after=None).exists() else ""
            messages.success(self.request, words, extra_tags=f"undo:{undo}" if undo else "")
        return HttpResponseRedirect(self.back(data) if job.is_over and not job.skipped or not page else page)

    def back(self, data: QueryDict) -> str:
        """Where the person came from, if that is a page of this site."""
        asked = data.get("back", "")
        is_own = url_has_allowed_host_and_scheme(asked, {self.request.get_host()}, self.request.is_secure())
        return asked if is_own and asked.startswith("/") else reverse(self.list_url)


def _token(data: QueryDict) -> uuid.UUID:
    try:
        return uuid.UUID(data.get("form", ""))
    except ValueError:
        return uuid.uuid4()


def _address(name: str, pk: int) -> str:
    """The address of a page of a section above, or nothing where it is not there."""
    try:
        return reverse(name, args=[pk])
    except NoReverseMatch:
        return ""
