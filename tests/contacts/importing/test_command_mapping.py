"""`manage.py import_contacts --mapping` and `--sheet`, and files that aren't CSV."""

import io

import pytest
from django.core.management import CommandError, call_command

from contacts.models import Contact
from core.exchange.models import SavedMapping

pytestmark = pytest.mark.django_db
CARD = "BEGIN:VCARD\nVERSION:3.0\nFN:Anna Bell\nN:Bell;Anna;;;\nEND:VCARD\n"


@pytest.fixture
def shell(tmp_path, alice):
    def run(content: str, *options: str, name: str = "people.csv") -> str:
        path, out = tmp_path / name, io.StringIO()
        path.write_text(content)
        call_command("import_contacts", str(path), "--by", "alice", *options, stdout=out)
        return out.getvalue()

    return run


def keep(by, name="Newsletter", **over):
    columns = {"who": ["last_name"], "mail": ["email:home"]}
    return SavedMapping.objects.create(by=by, kind="contacts", name=name, columns=columns, **over)


def test_a_saved_mapping_is_used_by_name(shell, alice):
    keep(alice)
    shell("Mail,Who,More\nanna@example.com,Anna,x\n", "--mapping", "Newsletter")
    anna = Contact.objects.get()
    assert (anna.last_name, anna.emails.get().category) == ("Anna", "home")


def test_one_for_all_users_is_used_too_and_ones_own_goes_first(shell, alice, admin):
    keep(admin, is_shared=True)
    shell("Who\nAnna\n", "--mapping", "Newsletter")
    assert Contact.objects.get().last_name == "Anna"
    SavedMapping.objects.create(by=alice, kind="contacts", name="Newsletter", columns={"who": ["first_name"]})
    shell("Who\nBen\n", "--mapping", "Newsletter")
    assert Contact.objects.filter(first_name="Ben").exists()


def test_an_unknown_mapping_or_that_of_another_user_is_said_before_anything_is_read(shell, bob):
    keep(bob)
    for name in ("Newsletter", "Nothing"):
        with pytest.raises(CommandError, match=f"No saved mapping is called “{name}”"):
            shell("Who\nAnna\n", "--mapping", name)
    assert not Contact.objects.exists()


def test_a_sheet_that_is_not_there_is_said(shell):
    with pytest.raises(CommandError, match="There is no sheet “People”"):
        shell("First name\nAnna\n", "--sheet", "People")
    assert not Contact.objects.exists()


def test_cards_come_in_from_the_shell(shell):
    assert "1 created" in shell(CARD, name="people.vcf")
    assert Contact.objects.get().last_name == "Bell"
