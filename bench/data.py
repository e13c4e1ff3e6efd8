"""Data to measure on: address books of any size, the same at every run, written by COPY or in bulk.

On PostgreSQL every address book is a schema of its own in one database, so that pages over 10,000 and over 1,000,000
contacts can be asked for in turns. On SQLite there is one.
"""

import datetime as dt
import io
import itertools
from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from django.contrib.auth.models import Permission
from django.core.management import call_command
from django.db import connection, models, transaction

from contacts.models import Contact, ContactEmail, ContactPhone, ContactType, ContactUserGrant, TemperatureLevel
from core.accounts.models import User
from crm_site.first_start import fill_lists

ORDINARY_GRANTS = 50
HEAVY_GRANTS = 12_000
SPARSE_GRANTS = 3
OTHERS = 20  # users to whom the private contacts belong
SYLLABLES = ["ba", "cor", "den", "fal", "gri", "hul", "jam", "kel", "lor", "mun", "nev", "pol", "rag", "sim", "tor",
             "ver", "wil", "zan", "bru", "cha", "dro", "fer", "gan", "hol"]  # fmt: skip
FIRST = [a + b for a in SYLLABLES[:20] for b in ("a", "el", "ia", "o", "in", "ette", "on", "is")]
LAST = [a + b + c for a, b in itertools.product(SYLLABLES, repeat=2) for c in ("", "ard", "eau", "ski", "son", "mann")]
START = dt.datetime(2024, 1, 1, tzinfo=dt.UTC)


class AddressBook:
    """One filled address book and its users; `use` lets the following requests see it."""

    current = ""

    def __init__(self, size: int, *, is_public: bool = True, name: str = ""):
        self.size, self.is_public = size, is_public
        self.name = name or f"contacts_{size}" + ("" if is_public else "_sparse")
        self.users: dict[str, User] = {}

    def use(self) -> None:
        if connection.vendor == "postgresql" and AddressBook.current != self.name:
            with connection.cursor() as cursor:
                cursor.execute(f"SET search_path TO {self.name}, public")
        AddressBook.current = self.name

    def fill(self) -> None:
        """Create the tables and the contacts, unless an earlier run left them as they have to be."""
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm WITH SCHEMA public")
                cursor.execute(f"CREATE SCHEMA IF NOT EXISTS {self.name}")
        self.use()
        call_command("migrate", interactive=False, verbosity=0)
        if Contact.objects.count() != self.size:
            fill_lists("en")
            self._people()
            with connection_for_writing(Contact, ContactPhone, ContactEmail, ContactUserGrant):
                self._contacts()
        self.users = {user.username: user for user in User.objects.all()}

    def _people(self) -> None:
        names = ["owner", "ordinary", "heavy", "sparse", *(f"other{number}" for number in range(OTHERS))]
        for name in names:
            user = User(username=name, email=f"{name}@example.com", page_size=50, is_superuser=name == "owner")
            user.set_unusable_password()
            user.save()

    def _contacts(self) -> None:
        ids = dict(User.objects.values_list("username", "pk"))
        sorting = (
            list(ContactType.objects.values_list("pk", flat=True)),
            list(TemperatureLevel.objects.values_list("pk", flat=True)),
        )
        write(Contact, (contact_row(i, self.size, self.is_public, ids["owner"], sorting) for i in self._numbers()))
        details = [i for i in self._numbers() if self.is_public or i <= 1000]
        write(ContactPhone, (phone_row(i) for i in details if i % 5))
        write(ContactEmail, (email_row(i) for i in details if i % 10))
        write(ContactUserGrant, self._grants(ids))

    def _numbers(self) -> range:
        return range(1, self.size + 1)

    def _grants(self, ids: dict[str, int]) -> Iterator[dict]:
        """The private contacts belong to the others; some of them to the users whose pages are measured, too."""
        permission = Permission.objects.get(codename="change_contact").pk
        private = [i for i in self._numbers() if is_private(i)]
        pairs = [(ids[f"other{i % OTHERS}"], i) for i in private]
        shares = {"ordinary": ORDINARY_GRANTS, "heavy": HEAVY_GRANTS, "sparse": SPARSE_GRANTS}
        for name, count in shares.items():
            step = max(1, len(private) // count)
            pairs += [(ids[name], i) for i in private[::step][:count]]
        for number, (user, contact) in enumerate(pairs, start=1):
            yield {"id": number, "user_id": user, "content_object_id": contact, "permission_id": permission}


def is_private(i: int) -> bool:
    return i % 10 in (3, 6, 9)


def name_of(i: int) -> tuple[str, str]:
    return FIRST[i * 7919 % len(FIRST)].capitalize(), LAST[i * 104729 % len(LAST)].capitalize()


def email_of(i: int) -> str:
    first, last = name_of(i)
    return f"{first}.{last}{i}@example.com".lower()


def phone_of(i: int) -> str:
    return f"01 99 {i // 10000 % 100:02} {i // 100 % 100:02} {i % 100:02}"


def e164_of(i: int) -> str:
    return "+33" + phone_of(i).replace(" ", "")[1:]


def contact_row(i: int, size: int, is_public: bool, owner: int, sorting: tuple[list[int], list[int]]) -> dict:
    first, last = name_of(i)
    is_company = i % 5 == 1
    name = f"{last} {first} {i}" if is_company else f"{first} {last}"
    digits = f" {phone_of(i).replace(' ', '')} {e164_of(i)[1:]}" if i % 5 else ""
    moment = START + dt.timedelta(minutes=i * 1_000_000 // size)
    types, levels = sorting
    return {
        "id": i, "created_at": moment, "changed_at": moment, "created_by_id": owner, "changed_by_id": owner,
        "access_level": ("write" if i % 10 == 0 else "read") if is_public and not is_private(i) else "private",
        "kind": "company" if is_company else "person", "name": name if is_company else "",
        "first_name": "" if is_company else first, "last_name": "" if is_company else last,
        "company_id": None if is_company or i % 3 == 0 else min(i // 5 * 5 + 1, (size - 1) // 5 * 5 + 1),
        "job_title": "" if is_company else "Purchasing manager",
        "contact_type_id": types[i % len(types)] if i % 2 else None, "temperature_id": levels[i % len(levels)],
        "display_name": name, "sort_name": name.lower(), "match_name": name.lower(),
        "search_text": f"{name.lower()} {email_of(i) if i % 10 else ''}{digits}",
        "last_event_at": moment + dt.timedelta(days=i % 90),
    }  # fmt: skip


def phone_row(i: int) -> dict:
    return {"id": i, "contact_id": i, "number": phone_of(i), "e164": e164_of(i), "is_primary": True}


def email_row(i: int) -> dict:
    return {"id": i, "contact_id": i, "address": email_of(i), "match_key": email_of(i), "is_primary": True}


# --- writing ---


def write(model: type[models.Model], rows: Iterable[dict]) -> None:
    """Put rows of plain values into the table; what a row leaves out is the field's default."""
    fields = model._meta.concrete_fields
    columns = [field.column for field in fields]
    plain = [None if field.null else field.get_default() for field in fields]
    values = ([row.get(field.attname, value) for field, value in zip(fields, plain, strict=True)] for row in rows)
    while part := list(itertools.islice(values, 50_000)):
        (_copy if connection.vendor == "postgresql" else _insert)(model._meta.db_table, columns, part)
    if connection.vendor == "postgresql":
        table = model._meta.db_table
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), (SELECT max(id) FROM {table}))")


def _copy(table: str, columns: list[str], rows: list[list]) -> None:
    text = io.StringIO("\n".join("\t".join(map(_cell, row)) for row in rows) + "\n")
    with connection.cursor() as cursor:
        cursor.copy_expert(f"COPY {table} ({', '.join(columns)}) FROM STDIN", text)


def _cell(value) -> str:
    return "\\N" if value is None else str(value)


def _insert(table: str, columns: list[str], rows: list[list]) -> None:
    marks = ", ".join(["%s"] * len(columns))
    rows = [[_plain(value) for value in row] for row in rows]
    with connection.cursor() as cursor:
        cursor.executemany(f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({marks})", rows)


def _plain(value):
    return value.astimezone(dt.UTC).strftime("%Y-%m-%d %H:%M:%S") if isinstance(value, dt.datetime) else value


@contextmanager
def connection_for_writing(*tables: type[models.Model]):
    """Indexes are built once at the end, and the tables are tidied, so that the planner knows what is in them."""
    names = [model._meta.db_table for model in tables]
    if connection.vendor != "postgresql":
        with transaction.atomic():  # links to rows that are still to come are judged at its end
            yield
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
        return
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        indexes = _indexes(cursor, names)
        for name, _definition in indexes:
            cursor.execute(f"DROP INDEX {name}")
    yield
    with connection.cursor() as cursor:
        cursor.execute("SET maintenance_work_mem = '1GB'")
        for _name, definition in indexes:
            cursor.execute(definition)
        cursor.execute("SET session_replication_role = origin")
        for name in names:
            cursor.execute(f"VACUUM ANALYZE {name}")


def _indexes(cursor, tables: list[str]) -> list[tuple[str, str]]:
    """Those that no constraint stands on."""
    cursor.execute(
        "SELECT indexname, indexdef FROM pg_indexes WHERE schemaname = current_schema() AND tablename = ANY(%s) "
        "AND indexname NOT IN (SELECT conname FROM pg_constraint)",
        [tables],
    )
    return cursor.fetchall()
