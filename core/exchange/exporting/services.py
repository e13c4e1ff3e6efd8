"""Acts on exports: what is to be exported is read from a list's address, made at once, or left to a worker."""

from urllib.parse import urlencode

from django.db import transaction
from django.http import QueryDict
from django.urls import Resolver404, resolve, reverse
from django.utils import timezone

from core.audit import services as audit
from core.exchange.models import Export
from core.jobs.running import start_job
from core.pages.bulk_running import read_ids
from core.pages.state import clean_number, clean_text

from .kinds import VCARD, Exporter
from .running import described

AT_ONCE = 10_000


def read_params(kind: type[Exporter], by, data: QueryDict) -> dict:
    """What a request names: the address of a list (`back`), ids, or everything that its filters find, frozen now."""
    path, _mark, query = clean_text(data.get("back", ""), 6000).partition("?")
    name = _name_of(path, kind)
    if "everything" in data or "query" in data:
        query = data.get("query") or _with_order(data.get("filters", ""), query)
    params: dict = {"list": name, "query": clean_text(query, 6000)}
    ids = read_ids(data.getlist("ids"))[:1000]
    if ids and not data.get("everything"):
        params["ids"] = ids
    exporter = kind(by, params)
    newest = exporter.visible().model.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    frozen = [*exporter.page.filters.frozen(), ("sort", exporter.page.state.sort)]
    return params | {
        "query": urlencode(frozen),
        "shown": [column.key for column in exporter.page.table.shown],
        "max_id": clean_number(data.get("max_id")) or newest,
    }


def _with_order(filters: str, query: str) -> str:
    """The filters of a selection of everything, with the order of the list that it was made on."""
    sort = QueryDict(query).get("sort")
    return filters + (f"&{urlencode({'sort': sort})}" if sort else "")


def _name_of(path: str, kind: type[Exporter]) -> str:
    """The list at this address, if it is one of this kind."""
    try:
        name = resolve(path).view_name
    except Resolver404:
        name = ""
    return name if name in kind.lists else kind.lists[0]


def new_export(exporter: Exporter, *, count: int) -> Export:
    """An export that isn't stored yet, with the name its file is offered by."""
    params = exporter.params
    day = timezone.localtime(timezone.now(), exporter.by.zone).date().isoformat()
    name = f"{exporter.file_stem}-{day}.{params['file']}"
    return Export(kind=exporter.key, by=exporter.by, params=params, file_name=name, row_count=count)


def log_at_once(export: Export) -> None:
    """A file that was handed out at once leaves no row but this line of the audit."""
    audit.log("exported", by=export.by, state="done", **described(export))


def start_export(exporter: Exporter, *, count: int) -> Export:
    """Queue an export; its page shows how far it has come and offers the file at the end."""
    with transaction.atomic():
        export = new_export(exporter, count=0)
        export.save()
        export.job = start_job(
            "exchange.export", exporter.job_title, by=exporter.by, total=count, params={"export": export.pk},
            title_values={"file": export.file_name}, address=reverse("exports:detail", args=[export.pk]),
        )  # fmt: skip
        export.save(update_fields=["job"])
    return export


def chosen(params: dict, cleaned: dict) -> dict:
    """The params with what the form says."""
    found = params | {name: cleaned[name] for name in ("columns", "file", "separator", "bom")}
    return found | ({"columns": "all"} if found["file"] == VCARD else {})
