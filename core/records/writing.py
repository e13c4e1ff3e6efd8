"""Writing many new rows at once: COPY on PostgreSQL, one prepared statement on SQLite, several times as fast."""

import io
import json
from collections.abc import Sequence
from operator import attrgetter
from typing import Any

from django.db import connection, models
from django.utils import timezone

# Their values go to the database as they are.
_AS_IS = (models.CharField, models.TextField, models.ForeignKey, models.BooleanField, models.AutoField,
          models.IntegerField)  # fmt: skip
_ESCAPED = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"})


def insert(model: type[models.Model], names: Sequence[str], rows: Sequence[Sequence[Any]]) -> list[int]:
    """Insert rows of values for these attributes ("company_id", not "company"); gives their keys.

    Every other column gets its default, the same for all rows. Called inside a transaction; no signal is sent, and
    nothing else is written.
    """
    if not rows:
        return []
    fields = {field.attname: field for field in model._meta.concrete_fields if not field.primary_key}
    rest = [field for name, field in fields.items() if name not in names]
    converted = [(at, _converter(fields[name])) for at, name in enumerate(names)]
    converted = [(at, convert) for at, convert in converted if convert]
    plain = [_converted(field, _default(field)) for field in rest]
    keys = _new_keys(model, len(rows))
    lines = []
    for key, row in zip(keys, rows, strict=True):
        line = [key, *row, *plain]
        for at, convert in converted:
            line[at + 1] = convert(line[at + 1])
        lines.append(line)
    columns: list[Any] = [
        model._meta.pk.column,
        *(fields[name].column for name in names),
        *(field.column for field in rest),
    ]
    _write(model._meta.db_table, columns, lines)
    return keys


def insert_objects(objects: Sequence[models.Model]) -> None:
    """Insert unsaved objects of one model; like bulk_create it gives them their keys."""
    if not objects:
        return
    fields = [field for field in objects[0]._meta.concrete_fields if not field.primary_key]
    now = timezone.now()
    for name in [field.attname for field in fields if _is_moment_of_writing(field)]:
        for one in objects:
            setattr(one, name, now)
    names = [field.attname for field in fields]
    keys = insert(type(objects[0]), names, list(map(attrgetter(*names), objects)))
    for one, key in zip(objects, keys, strict=True):
        one.pk, one._state.adding, one._state.db = key, False, connection.alias


def _default(field: models.Field) -> Any:
    return timezone.now() if _is_moment_of_writing(field) else field.get_default()


def _is_moment_of_writing(field: models.Field) -> bool:
    return getattr(field, "auto_now", False) or getattr(field, "auto_now_add", False)


def _converted(field: models.Field, value: Any) -> Any:
    convert = _converter(field)
    return convert(value) if convert else value


def _converter(field: models.Field):
    """What makes a value of this field one that the database takes; None where it takes it as it is."""
    if isinstance(field, models.JSONField):
        return lambda value: None if value is None else json.dumps(value, cls=field.encoder)
    if isinstance(field, models.DateTimeField):
        return connection.ops.adapt_datetimefield_value
    is_plain = isinstance(field, _AS_IS) and type(field).get_prep_value in {each.get_prep_value for each in _AS_IS}
    return None if is_plain else field.get_prep_value


def _new_keys(model: type[models.Model], count: int) -> list[int]:
    """Keys that nobody else gets: from the sequence, or the next free ones while SQLite lets nobody else write."""
    table, column = model._meta.db_table, model._meta.pk.column
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "SELECT nextval(pg_get_serial_sequence(%s, %s)) FROM generate_series(1, %s)",
                [f'"{table}"', column, count],
            )
            return [row[0] for row in cursor.fetchall()]
        cursor.execute(f'SELECT max("{column}") FROM "{table}"')
        last = cursor.fetchone()[0] or 0
        cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = %s", [table])
        used = cursor.fetchone()
    start = max(last, used[0] if used else 0) + 1
    return list(range(start, start + count))


def _write(table: str, columns: list[str], lines: list[list]) -> None:
    names = ", ".join(f'"{column}"' for column in columns)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            text = io.StringIO("".join(["\t".join(map(_cell, line)) + "\n" for line in lines]))
            with connection.wrap_database_errors:
                cursor.copy_expert(f'COPY "{table}" ({names}) FROM STDIN', text)
        else:
            marks = ", ".join(["%s"] * len(columns))
            cursor.executemany(f'INSERT INTO "{table}" ({names}) VALUES ({marks})', lines)


def _cell(value: Any) -> str:
    """A value in COPY's text form."""
    if value is None:
        return "\\N"
    text = value if isinstance(value, str) else str(value)
    return text if text.isalnum() else text.translate(_ESCAPED)
