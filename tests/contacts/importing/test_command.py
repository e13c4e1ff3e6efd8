"""`manage.py import_contacts`: the same import from the shell."""

import io

import pytest
from django.core.management import CommandError, call_command

from contacts.models import Contact

pytestmark = pytest.mark.django_db
GOOD = "First Name,Last Name,Email\nAnna,Bell,anna@example.com\n"
MIXED = GOOD + "Ben,Ash,nothing\n"


@pytest.fixture
def shell(tmp_path, alice):
    """shell(content, *options): (exit status, what was printed)."""

    def run(content: str, *options: str) -> tuple[int, str]:
        path = tmp_path / "people.csv"
        path.write_text(content)
        out = io.StringIO()
        try:
            call_command("import_contacts", str(path), "--by", "alice", *options, stdout=out)
        except SystemExit as end:
            return end.code, out.getvalue()
        return 0, out.getvalue()

    return run


def test_a_good_file_comes_in(shell, alice):
    status, printed = shell(GOOD)
    assert (status, Contact.objects.get().created_by) == (0, alice)
    assert "1 created, 0 updated, 0 skipped, 0 refused" in printed


def test_refused_rows_are_named_written_and_end_with_status_1(shell, tmp_path):
    report = tmp_path / "refused.csv"
    status, printed = shell(MIXED, "--report", str(report))
    assert status == 1
    assert "Line 3: Email: “nothing” is no e-mail address." in printed
    lines = report.read_text(encoding="utf-8-sig").splitlines()
    assert lines[0] == "First Name,Last Name,Email,Reason"
    assert lines[1].startswith("Ben,Ash,nothing,")


def test_a_dry_run_writes_nothing(shell):
    status, printed = shell(MIXED, "--dry-run")
    assert status == 1 and "1 created" in printed
    assert not Contact.objects.exists()


def test_options_choose_rules(shell):
    shell(GOOD)
    status, printed = shell(GOOD, "--duplicates", "create", "--access", "write", "--kind", "company")
    assert "1 created" in printed
    company = Contact.objects.get(kind="company")
    assert (company.name, company.access_level) == ("Anna Bell", "write")


def test_an_unknown_user_a_missing_file_and_a_zip_get_a_sentence(shell, tmp_path):
    with pytest.raises(CommandError, match="No active user"):
        call_command("import_contacts", str(tmp_path / "x.csv"), "--by", "nobody")
    with pytest.raises(CommandError, match="can’t be read"):
        call_command("import_contacts", str(tmp_path / "missing.csv"), "--by", "alice")
    with pytest.raises(CommandError, match="damaged"):
        shell("PK\x03\x04rest of it")


def test_a_report_that_can_not_be_written_is_said_before_anything_is_imported(alice, tmp_path):
    path = tmp_path / "people.csv"
    path.write_text("First name,Last name\nAnna,Bell\n")
    with pytest.raises(CommandError, match="can’t be written"):
        call_command("import_contacts", str(path), "--by", "alice", "--report", str(tmp_path / "no" / "where.csv"))
    assert not Contact.objects.exists()
