"""Pages go over the line compressed (SPD-09)."""

import pytest

from tests.make import make_contact

pytestmark = pytest.mark.django_db


def test_a_list_of_fifty_rows_weighs_little_on_the_line(client_of, alice):
    for number in range(50):
        make_contact(first_name=f"Anna {number}", access_level="read")
    page = client_of(alice).get("/contacts/?size=50", headers={"Accept-Encoding": "gzip"})
    assert page["Content-Encoding"] == "gzip"
    assert "Accept-Encoding" in page["Vary"]
    assert len(page.content) < 30_000
