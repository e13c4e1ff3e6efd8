"""The house keeps its order: imports go down, templates compile, lists start from who may see, files stay short."""

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest
from babel.messages.pofile import read_po
from django.apps import apps
from django.core.management import call_command
from django.template.loader import get_template

ROOT = Path(__file__).resolve().parent.parent
APPS = ["contacts", "core", "crm_site", "settings_admin"]
TEMPLATES = ROOT / "templates"

# Views that ask a table for more than one may see, with the reason; everything else starts from the one door.
UNGUARDED = {
    "contacts/views/in_place.py": "forms take querysets of lists that everybody reads",
    "settings_admin/views/lists.py": "administrators alone, and lists are read by all (ACC-17)",
    "settings_admin/views/tags.py": "administrators alone, and tag names are open to all (ACC-34)",
    "settings_admin/views/users.py": "the owner alone",
    "settings_admin/views/groups.py": "the owner alone",
}


def sources(*folders: str) -> list[Path]:
    return sorted(
        path
        for folder in folders
        for path in (ROOT / folder).rglob("*.py")
        if not {"migrations", "__pycache__", ".venv", "node_modules"} & set(path.parts)
    )


def named(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


OURS = sources(*APPS, "bench", "scripts", "tests")


def test_imports_go_down_only():
    found = subprocess.run(
        [str(Path(sys.executable).parent / "lint-imports")], cwd=ROOT, capture_output=True, text=True, timeout=120
    )
    assert found.returncode == 0, found.stdout[-3000:] + found.stderr[-1000:]


def test_migrations_say_what_the_models_say(db):
    call_command("makemigrations", "--check", "--dry-run", verbosity=0)


def templates(pattern: str) -> list[str]:
    return sorted(path.relative_to(TEMPLATES).as_posix() for path in TEMPLATES.rglob(pattern) if path.is_file())


def test_templates_compile():
    for name in templates("*.*"):
        get_template(name)


def test_templates_have_no_script_style_or_handler_of_their_own():
    """Mails have styles of their own; no program that shows mails loads a sheet."""
    own = re.compile(r"<script(?![^>]*\bsrc=)|<style|\sstyle=|\son[a-z]+=[\"']")
    wrong = [name for name in templates("*.html") if not name.startswith("emails/")]
    wrong = [name for name in wrong if own.search((TEMPLATES / name).read_text())]
    wrong += [name for name in templates("emails/**/*.html") if "<script" in (TEMPLATES / name).read_text()]
    assert not wrong, wrong


def test_modules_open_with_a_sentence():
    wrong = [
        named(path)
        for path in OURS
        if path.name != "apps.py" and path.read_text().strip() and not ast.get_docstring(ast.parse(path.read_text()))
    ]
    assert not wrong, f"say in one sentence what they hold: {wrong}"


def test_files_stay_short():
    long = {named(path): lines for path in OURS if (lines := len(path.read_text().splitlines())) > 400}
    assert not long, f"split them by noun: {long}"


def test_functions_stay_short():
    wrong = [
        f"{named(path)}: {node.name}"
        for path in OURS
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.end_lineno - node.lineno >= 60
    ]
    assert not wrong, wrong


def test_half_of_all_functions_have_at_most_eight_lines():
    lengths = sorted(
        node.end_lineno - node.body[0].lineno + 1
        for path in sources(*APPS)
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.FunctionDef)
    )
    assert lengths[len(lengths) // 2] <= 8


def test_no_module_is_called_by_a_word_that_says_nothing():
    """The settings have a page that is called Common."""
    empty = {"utils", "helpers", "common", "base", "manager", "misc", "lib"}
    found = {named(path) for path in sources(*APPS, "bench", "scripts") if path.stem in empty}
    assert found <= {"settings_admin/views/common.py"}


def test_views_start_from_what_one_may_see():
    """`Contact.objects.all()` or `.filter(` in a view is a second door."""
    guarded = {model.__name__ for model in apps.get_models() if hasattr(model._default_manager.all(), "visible_to")}
    assert "Contact" in guarded
    pattern = re.compile(
        rf"\b({'|'.join(sorted(guarded))})\.(_default_manager|objects)\.(all|filter|exclude|get|order_by)\("
    )
    wrong = []
    for path in sources(*APPS):
        if "views" not in path.parts and not path.stem.endswith(("views", "_pages", "tables", "filters")):
            continue
        if named(path) in UNGUARDED:
            continue
        for number, line in enumerate(path.read_text().splitlines(), start=1):
            if pattern.search(line) and "editable_by" not in line and "visible_to" not in line:
                wrong.append(f"{named(path)}:{number}: {line.strip()}")
    assert not [line for line in wrong if not is_known(line)], "\n".join(wrong)


# Single lines that are right as they are: the start of the line of code → why.
KNOWN = {
    "return _created(request, editor, Contact.objects.get(pk=pk), is_new)": "the contact that this request made",
    "stored = Contact.objects.get(pk=editor.contact.pk)": "passed editable_or_403 in the same request",
    "found = editable_or_403(Contact.objects.filter(company=company), request.user, person)": "narrowed by the door",
    "return visible_or_404(SavedMapping.objects.filter(kind=imported.kind)": "narrowed by the door",
    "rows = Contact.objects.filter(pk__in=keys).with_row(visible)": "keys of rows that visible_to gave",
    "is_deleted = Contact.objects.filter(pk=contact.company_id, trash_act__isnull=False)": "says “deleted”, no name",
    "links = HistoryLink.objects.filter(": "of contacts that visible_to gave",
}


def is_known(found: str) -> bool:
    return any(line in found for line in KNOWN)


def test_known_lines_still_exist():
    text = "\n".join(path.read_text() for path in sources(*APPS))
    assert not [line for line in KNOWN if line not in text]


@pytest.mark.parametrize("language", ["fr"])
def test_translations_are_complete(language):
    missing = []
    for path in sorted(ROOT.glob(f"**/locale/{language}/LC_MESSAGES/*.po")):
        if {".venv", "node_modules", "var"} & set(path.parts):
            continue
        with path.open("rb") as file:
            for message in read_po(file, locale=language):
                texts = message.string if isinstance(message.string, tuple) else (message.string,)
                if message.id and (message.fuzzy or not all(texts)):
                    missing.append(f"{path.name}: {message.id}")
    assert not missing, "\n".join(missing[:50])


def test_promises_name_tests_that_exist():
    text = (ROOT / "docs" / "promises.md").read_text()
    written = {
        f"{named(path)}::{node.name}"
        for path in sources("tests")
        for node in ast.parse(path.read_text()).body
        if isinstance(node, ast.FunctionDef)
    }
    told = re.findall(r"`(tests/[\w/]+\.py::\w+)`", text)
    assert len(told) > 60
    assert not sorted(set(told) - written)


def test_every_promise_of_the_list_has_a_test():
    text = (ROOT / "docs" / "promises.md").read_text()
    promised = {int(number) for number in re.findall(r"^\| (\d+) \|", text, flags=re.MULTILINE)}
    assert {*range(1, 11), *range(12, 17), 18, 20, 21, 22, 24, 27, 28, 38, 45} <= promised
    for line in text.splitlines():
        if re.match(r"^\| \d+ \|", line):
            assert "`tests/" in line, line
