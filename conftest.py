"""Skips, by name, what the database at hand cannot run: marks say what a test needs."""

import os

import pytest
from django.conf import settings

NEEDS = {
    "postgres": ("needs PostgreSQL", lambda: on("postgresql")),
    "sqlite": ("needs SQLite", lambda: on("sqlite3")),
    "celery": ("needs REDIS_URL", lambda: bool(os.environ.get("REDIS_URL"))),
    "real_files": ("needs REAL_DATA, the folder of real address books", lambda: bool(os.environ.get("REAL_DATA"))),
}


def on(engine: str) -> bool:
    return settings.DATABASES["default"]["ENGINE"].endswith(engine)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for mark, (reason, met) in NEEDS.items():
        if met():
            continue
        for item in items:
            if item.get_closest_marker(mark):
                item.add_marker(pytest.mark.skip(reason=reason))
