"""What would become of the rows (the step Check) and what became of them (the report), with the refused as a file."""

import csv

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect
from django.utils.text import capfirst
from django.views.decorators.http import require_GET

from core.exchange import refused
from core.exchange.forms import grouped
from core.exchange.models import Import, ImportRow

from . import undoing
from .frame import facts, has_mapping, open_import, page_of, progress_of


@require_GET
def check(request: HttpRequest, pk: int) -> HttpResponse:
    """Step 4: what would happen, before anything is written."""
    imported = open_import(request, pk)
    if imported.is_started:
        return redirect("imports:report", pk)
    if imported.check_job is None:
        return redirect("imports:rules", pk)
    context = facts(imported) | {"job": imported.check_job} | progress_of(imported, imported.check_job)
    if imported.check_job.is_over:
        context |= outcome_of(request, imported, imported.check_job, is_check=True)
    return page_of(request, "check", imported, 3, context)


@require_GET
def report(request: HttpRequest, pk: int) -> HttpResponse:
    """What became of the rows, with the refused ones as a file."""
    imported = open_import(request, pk)
    if imported.job is None or not imported.job.is_over:
        return redirect("imports:run" if imported.is_started else "imports:mapping", pk)
    context = {"job": imported.job} | facts(imported) | outcome_of(request, imported, imported.job, is_check=False)
    return page_of(request, "report", imported, 5, context | undoing.context(request, imported, imported.job))


def outcome_of(request: HttpRequest, imported: Import, job, *, is_check: bool) -> dict:
    """The tallies and the rows worth a word, those refused first."""
    counts = (imported.check_counts if is_check else imported.counts) or job.position.get("counts", {})
    found = imported.rows.filter(is_check=is_check)
    labels = dict(ImportRow.Outcome.choices)
    there = {outcome: found.filter(outcome=outcome).count() for outcome in labels}
    wanted = request.GET.get("show")
    if wanted not in labels:
        wanted = next(
            (outcome for outcome in ("refused", "skipped", "noted", "created", "updated") if there[outcome]), "refused"
        )
    views = [
        {
            "label": capfirst(labels[outcome]),
            "url": f"?show={outcome}",
            "is_open": outcome == wanted,
            "count": grouped(counts.get(outcome, count)),
        }
        for outcome, count in there.items()
        if count
    ]
    page = Paginator(found.filter(outcome=wanted), 100).get_page(request.GET.get("page"))
    tallies = [(labels[name], counts.get(name, 0)) for name in ("created", "updated", "skipped", "refused")]
    return {"counts": counts, "tallies": tallies, "views": views, "wanted": wanted, "page": page}


class _Echo:
    def write(self, text: str) -> bytes:
        return text.encode("utf-8")


@require_GET
def refused_rows(request: HttpRequest, pk: int) -> StreamingHttpResponse:
    """The refused rows as CSV of the file's own layout and a column with the reason; of the check before the run."""
    imported = open_import(request, pk)
    if not imported.file:
        raise Http404
    if not has_mapping(imported):
        return _refused_cards(imported)
    writer = csv.writer(_Echo(), delimiter=imported.separator or ",")
    rows = refused.table(imported, is_check=not imported.is_started)

    def lines():
        yield b"\xef\xbb\xbf"
        for row in rows:
            yield writer.writerow(row)

    response = StreamingHttpResponse(lines(), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="refused-{imported.pk}.csv"'
    return response


def _refused_cards(imported: Import) -> StreamingHttpResponse:
    """As cards, since a card is no row: whoever corrects them imports the file again."""
    found = refused.cards(imported, is_check=not imported.is_started)
    response = StreamingHttpResponse(found, content_type="text/vcard")
    response["Content-Disposition"] = f'attachment; filename="refused-{imported.pk}.vcf"'
    return response
