"""A field of several rows: numbers beyond every key are refused like any other unknown key, on both databases."""

import pytest
from django.core.exceptions import ValidationError

from core.accounts.models import User
from core.pages.several import SeveralField

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("key", ["9" * 30, "-" + "9" * 30, "0", "x", "a\x00"])
def test_a_key_that_nobody_has_is_refused(key, alice):
    field = SeveralField(User.objects.all(), required=False)
    assert list(field.clean([str(alice.pk)])) == [alice]
    with pytest.raises(ValidationError):
        field.clean([str(alice.pk), key])
