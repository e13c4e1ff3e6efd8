"""Words are found by the trigram index, and signs of LIKE are letters like others."""

import pytest

from contacts.models import Contact
from core.search.matching import contains, matching
from tests import make

pytestmark = pytest.mark.django_db


@pytest.mark.sqlite
@pytest.mark.parametrize("word", ["marchetti", "o'brien"])
def test_a_plain_word_is_asked_of_the_trigram_index(word):
    plan = Contact.objects.filter(contains(Contact, word)).explain()
    assert "VIRTUAL TABLE INDEX 0:L0" in plan


@pytest.mark.parametrize(
    ("word", "found"), [("100%", ["100% Lin"]), ("0_l", []), ("a\\b", ["A\\B"]), ("lin", ["100% Lin"])]
)
def test_signs_of_like_are_letters(word, found):
    for name in ("100% Lin", "100 Xin", "A\\B", "AB"):
        make.make_company(name=name)
    assert [str(contact) for contact in matching(Contact.objects.all(), word)] == found
