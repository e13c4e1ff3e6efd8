"""Rules for one detail: e-mails, phones, links (CON-04)."""

import pytest

from contacts import services
from contacts.details import clean_email, clean_link, e164, email_key
from core.records.models import BusinessError
from tests import make


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        (" Anna@Example.COM ", "Anna@example.com"),
        ("o'brien+crm@example.co.uk", "o'brien+crm@example.co.uk"),
        ("josé@exämple.photography", "josé@exämple.photography"),
        ("a@b.museum", "a@b.museum"),
        ("x@example.com.", "x@example.com"),
        ("a@हिन्दी.भारत", "a@हिन्दी.भारत"),
        ("用户@例子.中国", "用户@例子.中国"),
    ],
)
def test_good_email_is_normalised(typed, kept):
    assert clean_email(typed) == kept


@pytest.mark.parametrize(
    "typed",
    [
        "", "anna", "anna@", "@example.com", "anna@example", "a b@example.com", "a@b@example.com", "a@example..com",
        "a@-example.com", "a,b@example.com", "a@example.com\nBcc: x@y.z", ".a@example.com", "a@1.2.3.4", "a" * 65 + "@example.com",
        "a@" + "b" * 64 + ".com", "a@exam_ple.com", "<a@example.com>",
    ],
)  # fmt: skip
def test_bad_email_is_refused_with_an_example(typed):
    with pytest.raises(BusinessError, match="name@example.com"):
        clean_email(typed)


def test_old_address_books_may_hold_hosts_without_a_dot():
    assert clean_email("anna@intranet", needs_dot=False) == "anna@intranet"


def test_addresses_compare_without_case():
    assert email_key("Anna@Example.com") == email_key("anna@example.COM")


@pytest.mark.parametrize(
    ("typed", "country", "number"),
    [
        ("03 53 01 62 18", "FR", "+33353016218"),
        ("+33 (0)3 53 01 62 18", "FR", "+33353016218"),
        ("0033 353016218", "FR", "+33353016218"),
        ("+49 30 23125 07", "FR", "+49302312507"),
        ("416-810-9897x752", "US", "+14168109897"),
        ("ask Anna", "FR", ""),
        ("12", "FR", ""),
    ],
)
def test_phone_is_read_with_the_contacts_country(typed, country, number):
    assert e164(typed, country) == number


@pytest.mark.parametrize(
    ("typed", "category", "kept"),
    [
        ("www.example.com", "website", "https://www.example.com"),
        ("http://example.com/a?b=c", "website", "http://example.com/a?b=c"),
        ("linkedin.com/in/anna", "linkedin", "https://linkedin.com/in/anna"),
        ("example.com:8080/x", "website", "https://example.com:8080/x"),
        ("anna.skype", "skype", "anna.skype"),
    ],
)
def test_link_gets_a_scheme(typed, category, kept):
    assert clean_link(typed, category) == kept


@pytest.mark.parametrize(
    "typed",
    ["javascript:alert(1)", "JAVASCRIPT:alert(1)", "data:text/html,x", "ftp://example.com", "http://", "https://a b", "http://[", 'x"y'],
)  # fmt: skip
def test_only_http_and_https_are_linked(typed):
    with pytest.raises(BusinessError):
        clean_link(typed)


@pytest.mark.django_db
def test_countries_are_named_in_the_readers_language(alice, client_of):
    address = services.AddressValue(city="Berlin", country="DE")
    contact = make.make_contact(by=alice, grants=None, addresses=[address])
    alice.language = "fr"
    alice.save()
    assert "Allemagne" in client_of(alice).get(f"/contacts/{contact.pk}/").content.decode()
    assert ">Allemagne</option>" in client_of(alice).get(f"/contacts/{contact.pk}/edit/").content.decode()
