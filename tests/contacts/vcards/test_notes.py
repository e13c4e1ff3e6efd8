"""What a card says beyond the fields of a contact is kept as lines of the notes."""

import pytest

from contacts.vcards.reading import CardReader

pytestmark = pytest.mark.django_db


def values(*lines: str):
    text = "\r\n".join(["BEGIN:VCARD", "VERSION:3.0", "N:Bell;Ada;;;", *lines, "END:VCARD", ""])
    return CardReader().draft(1, [text]).values


@pytest.mark.parametrize(
    ("lines", "notes"),
    [
        (["NICKNAME:Addy", "X-AIM:ada1"], "Nickname: Addy\nAIM: ada1"),
        (["X-GROUPWISE;TYPE=HOME:ada", "X-GADUGADU:12"], "GroupWise: ada\nGadu-Gadu: 12"),
        (["X-EVOLUTION-SPOUSE:Tom", "X-EVOLUTION-ANNIVERSARY:1980-04-22"], "Spouse: Tom\nAnniversary: 1980-04-22"),
        (["X-KADDRESSBOOK-X-ManagersName:Eve", "X-ASSISTANT:Bob"], "Line manager: Eve\nAssistant: Bob"),
        (["item1.X-ABDATE;type=pref:2012-06-07", "item1.X-ABLabel:_$!<Anniversary>!$_"], "Anniversary: 2012-06-07"),
        (["item1.X-ABRELATEDNAMES:Jo", "item1.X-ABLabel:_$!<Mother>!$_"], "Mother: Jo"),
        (["RELATED;TYPE=spouse;VALUE=text:Tom", "RELATED;TYPE=spouse:urn:uuid:1", "ANNIVERSARY:20090808"],
         "Spouse: Tom\nAnniversary: 2009-08-08"),
        (["X-EVOLUTION-SPOUSE:", "X-OTHER:x", "NOTE:Hello"], "Hello"),
    ],
)  # fmt: skip
def test_people_days_and_messengers_go_to_the_notes(lines, notes):
    assert values(*lines).notes == notes


@pytest.mark.parametrize(
    ("tel", "number"),
    [("tel:+1-555-0100;ext=102", "+1-555-0100 ext. 102"), ("1 (604) 555-1212;ext=3", "1 (604) 555-1212 ext. 3")],
)
def test_the_extension_of_a_phone_is_written_as_people_write_it(tel, number):
    assert [phone.number for phone in values(f"TEL;TYPE=WORK:{tel}").phones] == [number]
