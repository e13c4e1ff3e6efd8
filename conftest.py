"""What every test run needs first: compiled translations, and a skip by name for what can't be run here."""

import os
from pathlib import Path

import pytest
from django.conf import settings

pytest_plugins = ["tests.browser", "tests.celery_worker"]

NEEDS = {
    "postgres": ("needs PostgreSQL", lambda: on("postgresql")),
    "sqlite": ("needs SQLite", lambda: on("sqlite3")),
    "celery": ("needs REDIS_URL and PostgreSQL", lambda: bool(os.environ.get("REDIS_URL")) and on("postgresql")),
}


def on(engine: str) -> bool:
    return settings.DATABASES["default"]["ENGINE"].endswith(engine)


def pytest_configure(config: pytest.Config) -> None:
    """Compiles the translations that changed, once, before the processes of xdist start."""
    if hasattr(config, "workerinput"):
        return
    from crm_site.management.commands.compile_catalogues import compile_stale

    compile_stale([Path(folder) for folder in settings.LOCALE_PATHS])


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for mark, (reason, met) in NEEDS.items():
        if met():
            continue
        for item in items:
            if item.get_closest_marker(mark):
                item.add_marker(pytest.mark.skip(reason=reason))
