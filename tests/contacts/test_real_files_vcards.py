"""Cards that telephones and mail programs wrote come in whole: every version, encoding and oddity of them."""

import pytest
from django.core.files.storage import default_storage
from PIL import Image

from .real_files import card, companies, import_file, persons

pytestmark = pytest.mark.django_db


def only(name: str, by) -> dict:
    """The card of the single person of this file."""
    assert import_file(f"vcards/{name}", by)["created"] == 1
    (person,) = persons()
    return card(person)


def size_of_photo(contact) -> tuple[int, int]:
    with default_storage.open(contact.photo) as file:
        return Image.open(file).size


@pytest.fixture
def keep_files(monkeypatch):
    """A test is one transaction that is never committed; its photos stay all the same."""
    monkeypatch.setattr("contacts.vcards.photos.CardPhotos.clear_away", lambda self: None)


def test_real_files_android_quoted_printable(alice, keep_files):
    counts = import_file("vcards/John_Doe_ANDROID.vcf", alice)
    assert (counts["created"], counts["companies"]) == (6, 2)
    people = persons()
    assert [card(person) for person in people[:2]] == [
        {"kind": "person", "emails": [("work", "john.doe@company.com")], "tags": ["My Contacts"]},
        {"kind": "person", "emails": [("work", "jane.doe@company.com")], "tags": ["My Contacts"]},
    ]
    assert (people[2].last_name, card(people[2])["phones"]) == ("Ñ Ñ Ñ Ñ", [("mobile", "123456789")])
    assert "E-mail: ÑÑÑÑÑÑÑÑÑÑÑÑÑÑ" in people[4].notes


def test_real_files_evolution_with_an_escaped_comma_in_the_name(alice):
    found = only("John_Doe_EVOLUTION.vcf", alice)
    names = [found[key] for key in ("salutation", "first_name", "middle_name", "last_name", "suffix")]
    assert names == ["Mr.", "John", "Richter, James", "Doe", "Sr."]
    assert found["birthday"] == (1980, 3, 22)
    assert (found["company"], found["department"]) == ("IBM", "Accounting, Dungeon")
    assert found["phones"] == [("mobile", "905-666-1234"), ("work", "905-555-1234")]
    assert found["addresses"] == [("home", "ASB-123\n15 Crescent moon drive", "Albaney", "New York", "12345", "US")]


def test_real_files_iphone_with_grouped_lines_and_a_photo(alice, keep_files):
    found = only("John_Doe_IPHONE.vcf", alice)
    assert (found["first_name"], found["last_name"], found["company"], found["department"]) == (
        "John", "Doe", "IBM", "Accounting",
    )  # fmt: skip
    assert len(found["phones"]) == 7
    assert found["emails"] == [("work", "john.doe@ibm.com")]
    assert size_of_photo(persons()[0]) == (200, 200)


def test_real_files_outlook_with_labels(alice, keep_files):
    found = only("John_Doe_MS_OUTLOOK.vcf", alice)
    assert found["birthday"] == (1980, 3, 22)
    assert found["emails"] == [("work", "john.doe@ibm.cm")]
    assert [row[:3] for row in found["addresses"]] == [
        ("work", "Cresent moon drive", "Albaney"), ("home", "Silicon Alley 5,", "New York"),
    ]  # fmt: skip
    assert persons()[0].photo


def test_real_files_android_with_several_notes(alice, keep_files):
    found = only("android_v21_complicated.vcf", alice)
    assert (found["first_name"], found["middle_name"], found["last_name"]) == ("Forrest", "Hoge", "Gump")
    assert found["company"] == "Gump Shrimp Co."
    assert len(found["phones"]) == 5
    assert ("work", "forrestgump@walladalla.com") in found["emails"]
    assert "Name as displayed: Joe Due" in found["notes"]
    assert "Now's the time for all folk to come to the aid of their country." in found["notes"]


def test_real_files_android_with_a_broken_line(alice):
    found = only("android_v21_invalid_multiple_line.vcf", alice)
    assert (found["first_name"], found["emails"]) == ("Omega", [("work", "omega@example.com")])


def test_real_files_android_with_a_damaged_photo(alice):
    assert only("android_v21_malformed_photo.vcf", alice)["last_name"] == "name"
    assert persons()[0].photo == ""


def test_real_files_android_without_version(alice):
    assert only("android_v21_simple_3.vcf", alice) == {"kind": "person", "first_name": "Roid", "last_name": "Ando"}


def test_real_files_windows_mobile_with_an_agent_that_is_no_card(alice):
    expected = {"kind": "person", "last_name": "Example", "notes": "Anniversary: 2009-10-10"}
    assert only("android_v21_winmo_65.vcf", alice) == expected


def test_real_files_android_with_a_quoted_parameter(alice):
    found = only("android_v30_comma_separated.vcf", alice)
    assert (found["last_name"], found["first_name"], found["middle_name"]) == ("F", "G", "M")
    assert found["phones"] == [("other", "1")]


def test_real_files_android_japanese_in_shift_jis(alice):
    found = only("android_v30_japanese.vcf", alice)
    assert (found["last_name"], found["first_name"], found["middle_name"]) == ("伊能", "圭一", "伊予")


def test_real_files_android_simple(alice):
    found = only("android_v30_simple.vcf", alice)
    assert (found["first_name"], found["last_name"], found["company"]) == ("Roid", "And", "Open")
    assert found["phones"] == [("work", "0300000000")]


def test_real_files_apple_company(alice, keep_files):
    assert import_file("vcards/apple_company_card.vcf", alice) == {"created": 1}
    (company,) = companies()
    assert card(company) == {
        "kind": "company", "name": "Apple Computer AG", "links": [("website", "http://www.apple.ch")],
        "addresses": [("work", "Birgistrasse 4a", "Wallisellen-Zürich", "", "8304", "CH")],
    }  # fmt: skip
    assert company.photo and not persons()


def test_real_files_gmail_with_all_types(alice):
    found = only("gmail-single2.vcf", alice)
    assert (found["first_name"], found["last_name"]) == ("VCard", "Test")
    assert len(found["emails"]) == 5
    assert "Nickname: TheNickname" in found["notes"]
    assert ("skype", "IM5") in found["links"]


def test_real_files_horde(alice, keep_files):
    found = only("horde_export_21.vcf", alice)
    assert (found["salutation"], found["first_name"], found["middle_name"], found["last_name"]) == (
        "Mr.", "Jan", "K.", "Schneiderö",
    )  # fmt: skip
    assert found["birthday"] == (1971, 10, 1)
    assert (found["company"], found["department"]) == ("Horde Project", "äöü")
    assert found["emails"] == [("work", "jan@horde.org")]
    assert len(found["phones"]) == 5


def test_real_files_nextcloud(alice):
    found = only("nextcloud_forrest_gump.vcf", alice)
    assert (found["salutation"], found["first_name"], found["last_name"]) == ("Mr.", "Forrest", "Gump")
    assert (found["company"], found["emails"]) == ("Sheri Nom Co.", [("work", "sherinnom@example.com")])
    assert found["external_id"] == "5efe2430-92e5-4ea2-9a7c-a05aed152ec92"


def test_real_files_outlook_2007(alice, keep_files):
    found = only("outlook-2007.vcf", alice)
    assert (found["first_name"], found["last_name"], found["company"]) == ("Michael", "Angstadt", "TheCompany")
    assert found["birthday"] == (1922, 3, 10)
    assert found["addresses"] == [("work", "TheOffice\n222 Broadway", "New York", "NY", "99999", "US")]
    assert "It does not preserve the formatting" in found["notes"]


def test_real_files_rfc_2426_without_parts_of_the_name(alice):
    import_file("vcards/rfc2426-example.vcf", alice)
    frank, tim = persons()
    assert (frank.first_name, frank.last_name, len(card(frank)["emails"])) == ("Frank", "Dawson", 2)
    assert card(frank)["addresses"] == [("work", "6544 Battleford Drive", "Raleigh", "NC", "27613-3502", "US")]
    assert (tim.first_name, tim.last_name) == ("Tim", "Howes")
    assert card(tim)["addresses"] == [("work", "501 E. Middlefield Rd.", "Mountain View", "CA", "94043", "US")]


def test_real_files_sabre_with_indented_base64(alice, keep_files):
    found = only("sabre_issue153.vcf", alice)
    assert (found["first_name"], found["last_name"]) == ("Test", "Benutzer")
    assert persons()[0].photo


def test_real_files_the_bat_without_charset(alice):
    found = only("thebat_qp_latin2.vcf", alice)
    assert (found["first_name"], found["last_name"]) == ("Piotr", "Iksiñski")
    assert found["emails"] == [("work", "piotr.iksinski@somedomain.com")]


def test_real_files_thunderbird_with_charsets(alice, keep_files):
    found = only("thunderbird-MoreFunctionsForAddressBook-extension.vcf", alice)
    assert (found["company"], found["department"]) == ("TheOrganization", "TheDepartment")
    assert found["addresses"] == [
        ("work", "222 Broadway\nSuite 100", "New York", "NY", "98765", "US"),
        ("home", "123 Main St\nApt 10", "Austin", "TX", "12345", "US"),
    ]
    assert persons()[0].photo


def test_real_files_thunderbird_with_blank_lines(alice):
    import_file("vcards/thunderbird_emptylines.vcf", alice)
    assert [(p.first_name, p.last_name) for p in persons()] == [("John", "Doe"), ("Jane", "Doe")]


def test_real_files_thunderbird_4_with_a_data_uri(alice, keep_files):
    only("thunderbird_v4_photo_datauri_jpeg.vcf", alice)
    assert size_of_photo(persons()[0]) == (128, 128)
