"""Details as the page lists them: what is linked, and how it reads."""

import pytest

from contacts.detail_lines import detail_lines
from contacts.services import AddressValue, EmailValue, LinkValue, PhoneValue
from tests import make

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("value", "icon", "text", "href"),
    [
        (PhoneValue("03 53 01 62 18"), "phone", "03 53 01 62 18", "tel:+33353016218"),
        (PhoneValue("06 39 98 44 07", "mobile"), "device-mobile", "06 39 98 44 07", "tel:+33639984407"),
        (PhoneValue("ask for Anna"), "phone", "ask for Anna", ""),
        (EmailValue("a+b&c@example.com"), "mail", "a+b&c@example.com", "mailto:a%2Bb%26c@example.com"),
        (LinkValue("https://www.linkedin.com/in/anna/", "linkedin"), "brand-linkedin", "linkedin.com/in/anna",
         "https://www.linkedin.com/in/anna/"),
        (LinkValue("HTTP://example.com/a?b=1"), "world", "example.com/a?b=1", "HTTP://example.com/a?b=1"),
        (LinkValue("javascript:alert(1)"), "world", "javascript:alert(1)", ""),
        (LinkValue("anna.martin", "skype"), "brand-skype", "anna.martin", ""),
        (AddressValue("12 rue A\n2e étage", "Nevers", "Nièvre", "58000", "FR"), "map-pin",
         "12 rue A\n2e étage\n58000 Nevers, Nièvre, France", ""),
        (AddressValue(city="Oz", country_text="Land of Oz"), "map-pin", "Oz, Land of Oz", ""),
    ],
)  # fmt: skip
def test_a_line_reads_and_links(value, icon, text, href):
    name = {PhoneValue: "phones", EmailValue: "emails", LinkValue: "links", AddressValue: "addresses"}[type(value)]
    (line,) = detail_lines(make.make_contact(**{name: [value]}))
    assert (line.icon, line.text, line.href, line.is_primary) == (icon, text, href, True)
    assert line.is_outside is href.lower().startswith("http")
