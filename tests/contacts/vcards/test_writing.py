"""Cards go out with all that the reader may see and nothing else, and come in again equal."""

import base64
import re

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.urls import reverse
from django_countries import countries

from contacts.importing.countries import country_code
from contacts.models import Contact, ContactAddress
from contacts.services import AddressValue, EmailValue, LinkValue, PhoneValue
from contacts.vcards import writing
from contacts.vcards.writing import VERSIONS, cards
from core.audit.models import SecurityEvent
from core.documents.photos import store_photo
from core.organisation.models import Organisation
from tests.contacts.real_files import card as everything
from tests.make import grant, make_company, make_contact

from .test_importing import picture, run

NASTY = [
    "a,b;c\\d", "line\nbreak", "\\n is no break", "END:VCARD\nBEGIN:VCARD\nFN:Mallory", "“é” 日本語 👩‍👩‍👧 " * 12,
    "=2B;=0D=0A", "a:b\"c\"",
]  # fmt: skip


def nasty_contacts(by) -> None:
    """Persons and companies with every kind of value."""
    for number, text in enumerate(NASTY):
        plain = " ".join(text.split())[:100].strip()
        company = make_company(by=by, name=f"{number} {plain}", notes=text.strip(), grants=None)
        make_contact(
            by=by, grants=None, first_name=plain, last_name=f"{number} Bell", middle_name="M., X", salutation="Dr.",
            suffix="Jr.;", company=company, job_title=plain, department=f"Sales, {plain}", notes=text.strip(),
            birthday=[(1980, 3, 22), (None, 2, 29), (None, 3, 1), None][number % 4],
            tags=[f"a,b {number}", plain], external_id=f"id;{number},x",
            phones=[PhoneValue("+33 3 53 01 62 18 ext. 4", "work"), PhoneValue("06 12", "mobile", True),
                    PhoneValue("1", "home"), PhoneValue("2", "direct"), PhoneValue("3", "fax"), PhoneValue("4;5", "other")],
            emails=[EmailValue(f"a{number}@example.com", "home"), EmailValue(f"b{number}@intranet", "other", True)],
            links=[LinkValue("https://example.com/?a=1,2;b=\\", "website"), LinkValue("https://www.linkedin.com/in/x", "website"),
                   LinkValue("https://www.linkedin.com/in/y", "linkedin"), LinkValue("https://x.com/z", "x"),
                   LinkValue("ada.bell", "skype"), LinkValue("https://o.example", "other")],
            addresses=[AddressValue(street=text.strip(), city=plain, state="S", postal_code="01 000", country="FR", category=kind)
                       for kind in ContactAddress.Category.values]
            + [AddressValue(country_text="Atlantis", category="other")],
            photo=store_photo(ContentFile(picture())),
        )  # fmt: skip
    make_contact(by=by, first_name="", last_name="", grants=None, company=Contact.objects.filter(kind="company").first(),
                 emails=[EmailValue("nameless@example.com", "work")])  # fmt: skip


def all_cards(by, version: str) -> str:
    order = Contact.objects.order_by("kind", "sort_name", "pk")
    found = "".join(cards(list(order.values_list("pk", flat=True)), Contact.objects.visible_to(by), version))
    return re.sub(r"(?m)^REV:.*\r\n", "", found)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("version", VERSIONS)
def test_cards_come_back_equal_in_an_empty_base(alice, version):
    nasty_contacts(alice)
    before = all_cards(alice, version)
    known = [everything(contact) for contact in Contact.objects.order_by("kind", "sort_name", "pk")]
    Contact.objects.all().delete()
    Organisation.objects.update(installation="another1")  # an empty base has keys of its own
    imported = run(before, alice)
    assert imported.counts == {"created": 2 * len(NASTY) + 1}
    after = all_cards(alice, version)
    assert re.sub(r"PHOTO.*\r\n( .*\r\n)*", "", after) == re.sub(r"PHOTO.*\r\n( .*\r\n)*", "", before)
    assert after.count("PHOTO") == before.count("PHOTO") == len(NASTY)
    for one, other in zip(known, map(everything, Contact.objects.order_by("kind", "sort_name", "pk")), strict=True):
        other["external_id"] = one.get("external_id", other["external_id"])  # else the key that the card was given
        one["external_id"] = other["external_id"]
        assert other == one


@pytest.mark.django_db
def test_a_photo_is_written_as_each_version_wants_it(alice):
    contact = make_contact(by=alice, photo=store_photo(ContentFile(picture())))
    with default_storage.open(contact.photo) as file:
        stored = base64.b64encode(file.read()).decode()
    for version, head in (("3.0", "PHOTO;ENCODING=b;TYPE=JPEG:"), ("4.0", "PHOTO:data:image/jpeg;base64,")):
        found = writing.card(contact, Contact.objects.all(), version).replace("\r\n ", "")
        assert f"{head}{stored}\r\n" in found


@pytest.mark.django_db
def test_a_card_of_each_version(alice):
    company = make_company(by=alice, name="Acme, Inc.", grants=None)
    ada = make_contact(
        by=alice, first_name="Ada", last_name="Bell", company=company, department="R;D", birthday=(None, 3, 22),
        phones=[PhoneValue("+33 1", "mobile", True)], emails=[EmailValue("ada@example.com", "home", True)],
        external_id="x1", grants=None,
    )  # fmt: skip
    visible = Contact.objects.visible_to(alice)
    old = writing.card(ada, visible).split("\r\n")
    assert old[:2] == ["BEGIN:VCARD", "VERSION:3.0"] and old[-2:] == ["END:VCARD", ""]
    for line in (
        "N:Bell;Ada;;;", "FN:Ada Bell", "ORG:Acme\\, Inc.;R\\;D", "TEL;TYPE=CELL,PREF:+33 1", "UID:x1",
        "EMAIL;TYPE=INTERNET,HOME,PREF:ada@example.com", "BDAY;X-APPLE-OMIT-YEAR=1604:1604-03-22",
    ):  # fmt: skip
        assert line in old
    new = writing.card(ada, visible, "4.0").split("\r\n")
    for line in ("VERSION:4.0", "KIND:individual", "TEL;TYPE=cell;PREF=1:+33 1", "BDAY:--0322"):
        assert line in new
    assert "KIND:org" in writing.card(company, visible, "4.0")
    assert "X-ABSHOWAS:COMPANY" in writing.card(company, visible)


@pytest.mark.django_db
def test_a_hidden_company_is_not_named(alice, bob):
    company = make_company(by=alice, name="Canary Ltd", grants=None)
    ada = make_contact(by=alice, first_name="Ada", last_name="Bell", company=company, department="Sales", grants=None)
    grant(ada, bob, write=False)
    visible = Contact.objects.visible_to(bob)
    found = writing.card(ada, visible)
    assert "Canary" not in found and "ORG:;Sales" in found
    assert list(cards([company.pk], visible)) == []


@pytest.mark.django_db
def test_many_cards_cost_as_many_queries_as_one(alice, django_assert_num_queries, django_assert_max_num_queries):
    for number in range(30):
        make_contact(by=alice, first_name=f"P{number}", emails=[EmailValue(f"p{number}@example.com")], grants=None)
    visible = Contact.objects.visible_to(alice)
    pks = list(visible.values_list("pk", flat=True))
    with django_assert_max_num_queries(10) as one:
        list(cards(pks[:1], visible))
    with django_assert_num_queries(len(one.captured_queries)):
        assert len(list(cards(pks, visible))) == 30


@pytest.mark.parametrize("language", ["en", "fr"])
def test_every_country_can_be_read_again(language):
    from django.utils import translation

    with translation.override(language):
        for code, _name in countries:
            assert country_code(writing._country(ContactAddress(country=code))) == code


@pytest.mark.django_db
def test_one_contact_is_downloaded_and_recorded(client, alice):
    ada = make_contact(by=alice, first_name='Ada "x"\r\n', last_name="Bell/Ü", grants=None)
    client.force_login(alice)
    response = client.get(reverse("contacts:vcard", args=[ada.pk]))
    assert response.status_code == 200 and response["Content-Type"] == "text/vcard; charset=utf-8"
    assert "attachment" in response["Content-Disposition"] and ".vcf" in response["Content-Disposition"]
    assert "VERSION:3.0" in response.content.decode()
    event = SecurityEvent.objects.get(kind="exported")
    assert (event.actor, event.object_id, event.details["file"]) == (alice, ada.pk, "vcf")
    assert "VERSION:4.0" in client.get(reverse("contacts:vcard", args=[ada.pk]), {"version": "4.0"}).content.decode()
    assert client.get(reverse("contacts:vcard", args=[ada.pk]), {"version": "5"}).status_code == 404


@pytest.mark.django_db
def test_a_stranger_gets_404_and_nothing_is_recorded(client, alice, dave):
    ada = make_contact(by=alice, grants=None)
    client.force_login(dave)
    assert client.get(reverse("contacts:vcard", args=[ada.pk])).status_code == 404
    assert not SecurityEvent.objects.filter(kind="exported").exists()


@pytest.mark.django_db
def test_the_page_of_a_contact_offers_its_card(client, alice, bob):
    ada = make_contact(by=alice, grants=None)
    grant(ada, bob, write=False)
    for person in (alice, bob):
        client.force_login(person)
        assert reverse("contacts:vcard", args=[ada.pk]) in client.get(ada.get_absolute_url()).content.decode()
