"""Every address of the project as everybody: who gets what, that refusals change nothing, that nothing is hinted at."""

import pytest
from django.db import transaction

from tests.access_table import LINES, PUBLIC, Line
from tests.access_world import HIDDEN, PEOPLE, address, addresses, build, rows

pytestmark = pytest.mark.django_db
OURS = sorted(LINES)
PARTS = ["frame", "contacts", "jobs", "imports", "exports", "trash", "settings_admin"]
REFUSED = {401, 403, 404, 405}


@pytest.fixture
def world(alice, bob, carol, dave, admin, root):
    return build({"alice": alice, "bob": bob, "carol": carol, "dave": dave, "admin": admin, "root": root})


@pytest.fixture
def as_everybody(world, client, client_of):
    """as_everybody(name): a client of this person; the same session each time."""
    clients = {name: client_of(user) for name, user in world.people.items()} | {"anonymous": client}
    kept = {name: client.cookies.output() and dict(client.cookies) for name, client in clients.items()}

    def of(name: str):
        clients[name].cookies.clear()
        clients[name].cookies.update(kept[name] or {})
        return clients[name]

    return of


def filled(line: Line, world) -> dict:
    return {name: value.format(**world.of) for name, value in line.data.items()}


def cells(name: str, method: str) -> list[str]:
    """What each of PEOPLE gets at this address."""
    line = LINES[name]
    nobody = PUBLIC[name][method == "post"] if name in PUBLIC else ("302" if method == "get" else "401")
    return [nobody, *(line.get if method == "get" else line.post).split()]


def ask(client, method: str, url: str, data: dict, before: dict):
    """The answer, and which tables changed; whatever it did is taken back."""
    with transaction.atomic():
        answer = getattr(client, method)(url, data if method == "post" else None)
        text_of(answer)
        after = rows()
        transaction.set_rollback(True)
    return answer, [label for label in after if after[label] != before[label]]


def text_of(answer) -> str:
    """The whole body, of files that are streamed too."""
    if answer.streaming and not hasattr(answer, "read_whole"):
        answer.read_whole = b"".join(answer.streaming_content)
    body = answer.read_whole if answer.streaming else answer.content
    return body.decode(errors="replace")


def part_of(name: str) -> str:
    return name.split(":")[0] if ":" in name else "frame"


def test_every_address_stands_in_the_table():
    found = {name for name, _pattern in addresses() if not name.startswith("admin:")}
    assert {part_of(name) for name in LINES} == set(PARTS)
    assert found == set(LINES), "decide who may open it, and write that into tests/access_table.py"


def test_the_table_has_more_than_five_hundred_cells():
    assert sum(len(cells(name, method)) for name in LINES for method in ("get", "post")) >= 500


@pytest.mark.parametrize("part", PARTS)
def test_everybody_gets_what_the_table_says_and_refusals_change_nothing(part, world, as_everybody):
    wrong, before = [], rows()
    for name in OURS:
        if part_of(name) != part:
            continue
        url, data = address(name, world.args(LINES[name].args)), filled(LINES[name], world)
        for method in ("get", "post"):
            for who, expected in zip(PEOPLE, cells(name, method), strict=True):
                answer, changed = ask(as_everybody(who), method, url, data, before)
                if str(answer.status_code) != expected:
                    wrong.append(f"{name}: {who} {method} {url}: {answer.status_code}, expected {expected}")
                if changed and (answer.status_code in REFUSED or method == "get"):
                    wrong.append(f"{name}: {who} {method} {url}: {answer.status_code}, but changed {changed}")
                if who in ("anonymous", "dave") and HIDDEN in text_of(answer):
                    wrong.append(f"{name}: {who} {method} {url} shows what they may not see")
    assert not wrong, "\n".join(wrong)


def test_nobody_passes_unsigned_by_any_method(world, client):
    before, wrong = rows(), []
    for name in OURS:
        url = address(name, world.args(LINES[name].args))
        for method in ("get", "head", "post", "put", "patch", "delete", "options"):
            answer = getattr(client, method)(url, filled(LINES[name], world) if method == "post" else None)
            is_sign_in = answer.status_code == 302 and answer["Location"].startswith("/accounts/login/")
            is_refused = is_sign_in or answer.status_code in {401, 403, 405}
            if not is_refused and name not in PUBLIC:
                wrong.append(f"{method} {url}: {answer.status_code}")
    assert not wrong, "\n".join(wrong)
    assert rows() == before


def test_every_public_address_has_a_reason():
    assert set(PUBLIC) <= set(LINES)
    assert all(len(reason.split()) > 2 for _get, _post, reason in PUBLIC.values())


OF_A_CONTACT = [name for name, line in LINES.items() if name.startswith("contacts:") and line.args]


def test_private_contact_and_missing_one_answer_alike(world, as_everybody):
    missing = {word: _missing(world.of[word]) for word in ("contact", "company", "event")}
    before = rows()
    for name in OF_A_CONTACT:
        line = LINES[name]
        both = [world.args(line.args), [missing.get(word, world.of[word]) for word in line.args.split()]]
        for method in ("get", "post"):
            hidden, absent = (
                ask(as_everybody("dave"), method, address(name, args), filled(line, world), before)[0] for args in both
            )
            assert str(hidden.status_code) == str(absent.status_code) == cells(name, method)[1], f"{method} {name}"
            assert len(hidden.content) == len(absent.content), f"{method} {name}"


def _missing(pk: int) -> int:
    """A key of as many digits that no row has."""
    return int("9" * len(str(pk)))
