"""What can't be read is said in French to those who read French."""

import pytest
from django.utils import translation

from core.records.models import BusinessError

from .test_bad_input import REFUSED, opened

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("data", [data for data, _sentence in REFUSED])
def test_every_refusal_has_its_french(alice, data):
    said = {}
    for language in ("en", "fr"):
        with translation.override(language), pytest.raises(BusinessError) as refused:
            opened(data, alice)
        said[language] = str(refused.value.sentence)
    assert said["fr"] and said["fr"] != said["en"]
