"""The index behind search_text: trigrams on PostgreSQL, FTS5 with triggers on SQLite, made anew after every migrate."""

from django.apps import apps
from django.db import connections

from .models import Searchable


def searchable_models():
    return [model for model in apps.get_models() if issubclass(model, Searchable) and not model._meta.abstract]


def ensure_indexes(using: str = "default") -> None:
    """Create what is missing; runs after every migrate, because SQLite drops triggers when it rebuilds a table."""
    connection = connections[using]
    tables = set(connection.introspection.table_names())
    make = _postgresql if connection.vendor == "postgresql" else _sqlite
    for model in searchable_models():
        if model._meta.db_table in tables:
            make(connection, model._meta.db_table)


def _postgresql(connection, table: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm")
        cursor.execute(
            f"CREATE INDEX IF NOT EXISTS {table}_search_trgm ON {table} USING gin (search_text gin_trgm_ops)"
        )


def _sqlite(connection, table: str) -> None:
    index = f"{table}_search"
    with connection.cursor() as cursor:
        is_new = index not in connection.introspection.table_names(cursor)
        if is_new:
            cursor.execute(
                f"CREATE VIRTUAL TABLE {index} USING fts5("
                f"search_text, content='{table}', content_rowid='id', tokenize='trigram')"
            )
        for name, when, body in _triggers(table, index):
            cursor.execute(f"DROP TRIGGER IF EXISTS {name}")
            cursor.execute(f"CREATE TRIGGER {name} AFTER {when} ON {table} BEGIN {body} END")
        if is_new:
            cursor.execute(f"INSERT INTO {index}({index}) VALUES ('rebuild')")


def _triggers(table: str, index: str):
    add = f"INSERT INTO {index}(rowid, search_text) VALUES (new.id, new.search_text);"
    remove = f"INSERT INTO {index}({index}, rowid, search_text) VALUES ('delete', old.id, old.search_text);"
    yield f"{index}_insert", "INSERT", add
    yield f"{index}_delete", "DELETE", remove
    yield f"{index}_update", "UPDATE OF search_text", remove + " " + add
