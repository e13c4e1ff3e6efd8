"""The text of events: cleaned when it is stored, plain boxes keep every sign."""

import pytest

from core.history.services import clean_text, from_plain, plain_text


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("<p>Hello <strong>you</strong></p>", "<p>Hello <strong>you</strong></p>"),
        ("<script>alert(1)</script>Hi", "Hi"),
        ('<a href="javascript:alert(1)">x</a>', '<a rel="noopener noreferrer">x</a>'),
        ('<img src=x onerror="alert(1)">', ""),
        ('<p style="color:red" onclick="x()">a</p>', "<p>a</p>"),
    ],
)
def test_only_a_few_tags_are_kept(given, kept):
    assert clean_text(given) == kept


@pytest.mark.parametrize(
    "typed", ["a < b & c > d", "<b>no markup</b>", "two\nlines", "“quotes” 'and' \"others\"", "&amp;"]
)
def test_plain_text_comes_back_as_typed(typed):
    assert plain_text(clean_text(from_plain(typed))) == typed


def test_formatted_text_is_read_as_lines():
    assert plain_text("<p>One</p><ul><li>Two</li></ul>Three<br>Four") == "One\nTwo\nThree\nFour"
