"""The look holds its own rules: contrast, no colour outside the tokens, nothing that the strict policy forbids."""

import re
from pathlib import Path

import brotli
import pytest
from django.template.loader import get_template

ROOT = Path(__file__).resolve().parent.parent
TOKENS = (ROOT / "static/css/tokens.css").read_text()
SHEETS = [path for path in (ROOT / "static/css").rglob("*.css") if path.name != "tokens.css"]
TEMPLATES = [
    path for path in (ROOT / "templates").rglob("*.html") if "emails" not in path.parts and "pdf" not in path.parts
]
COMPONENTS = sorted((ROOT / "templates/components").glob("*.html"))
SCRIPTS = sorted((ROOT / "static/js").glob("*.js"))
GROUNDS = ["surface", "canvas", "sunken", "hover", "raised", "accent-soft"]
HUES = re.findall(r"^\.hue-(\w+)", TOKENS, re.M)


def colours(name: str, source: str = TOKENS) -> tuple[str, str]:
    found = re.search(rf"--{name}: light-dark\((#\w{{6}}), (#\w{{6}})\)", source)
    assert found, name
    return found[1], found[2]


def luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    lighter, darker = sorted([luminance(one), luminance(other)], reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize("ground", GROUNDS)
@pytest.mark.parametrize("ink", ["text", "text-2", "text-3", "accent", "danger", "success", "warning"])
def test_words_are_readable_on_every_ground(ink, ground):
    pairs = zip(colours(ink), colours(ground), strict=True)
    assert all(contrast(word, paper) >= 4.5 for word, paper in pairs)


@pytest.mark.parametrize(
    ("ink", "ground"),
    [
        ("on-accent", "accent-fill"),
        ("on-accent", "accent-hover"),
        ("on-danger", "danger-fill"),
        ("on-danger", "danger-hover"),
        ("danger", "danger-soft"),
        ("success", "success-soft"),
        ("warning", "warning-soft"),
        ("text", "warning-soft"),
        ("text", "danger-soft"),
        ("text-3", "warning-soft"),
        ("on-ink", "ink"),
        ("on-ink-2", "ink"),
        ("on-ink", "ink-line"),
    ],
)
def test_words_are_readable_on_fills(ink, ground):
    assert all(contrast(word, paper) >= 4.5 for word, paper in zip(colours(ink), colours(ground), strict=True))


@pytest.mark.parametrize("hue", HUES)
def test_chips_are_readable(hue):
    rule = re.search(rf"^\.hue-{hue} \{{.*\}}$", TOKENS, re.M)[0]
    assert all(
        contrast(word, paper) >= 7 for word, paper in zip(colours("hue-fg", rule), colours("hue-bg", rule), strict=True)
    )


def test_outlines_of_fields_are_seen():
    for ground in ["surface", "canvas", "raised"]:
        assert all(contrast(*pair) >= 3 for pair in zip(colours("control"), colours(ground), strict=True))


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda path: path.name)
def test_style_sheets_take_colours_from_the_tokens(sheet):
    text = re.sub(r'url\("data:[^"]*"\)', "", sheet.read_text())
    assert re.findall(r"#[0-9a-fA-F]{3,8}\b(?=[;,) ])", text.replace("#000 85%", "").replace("#df7895", "")) == []


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda path: path.name)
def test_style_sheets_are_ready_for_right_to_left(sheet):
    sided = r"(?:margin|padding|border)-(?:left|right)\b|(?<![\w-])(?:left|right):|text-align: (?:left|right)"
    assert re.findall(sided, sheet.read_text()) == []


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: str(path.relative_to(ROOT / "templates")))
def test_template_compiles_and_needs_nothing_inline(template):
    source = template.read_text()
    get_template(str(template.relative_to(ROOT / "templates")))
    assert not re.search(r"\sstyle=|\son[a-z]+=\"|<style|javascript:", source)
    assert all("src=" in tag for tag in re.findall(r"<script[^>]*>", source))


@pytest.mark.parametrize(
    "template", [path for path in COMPONENTS if not path.name.startswith("_")], ids=lambda path: path.name
)
def test_component_opens_with_what_it_needs(template):
    opening, end, _markup = template.read_text().partition("{% endcomment %}")
    assert end and opening.startswith("{% comment %}\n") and "Context" in opening


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda path: path.name)
def test_script_is_short_says_what_it_does_and_evaluates_nothing(script):
    text = script.read_text()
    assert text.startswith("// ")
    assert len(text.splitlines()) < 150
    assert not re.search(r"\beval\(|new Function|document\.write|setAttribute\(\"style\"", text)


def test_first_visit_weighs_little():
    """Everything that the frame loads, compressed, with 20 kB kept for a page and its own style sheet: at most 200 kB."""
    head = (ROOT / "templates/navigation/_head.html").read_text()
    loaded = set(re.findall(r'(?:src|href)="{% static "([^"]+)" %}', head)) | {"vendor/icons.svg", "css/pages/list.css"}
    assert len(loaded) > 10
    bodies = {name: (ROOT / "static" / name).read_bytes() for name in loaded}
    weights = {
        name: len(body) if name.endswith(".woff2") else len(brotli.compress(body, quality=9))
        for name, body in bodies.items()
    }
    assert sum(weights.values()) < 180_000, weights


def test_every_icon_named_in_a_template_is_in_the_sprite():
    drawn = set(re.findall(r'id="i-([a-z0-9-]+)"', (ROOT / "static/vendor/icons.svg").read_text()))
    named = set()
    for template in TEMPLATES:
        source = template.read_text()
        named |= set(re.findall(r'{% icon "([a-z0-9-]+)"', source))
        named |= set(re.findall(r'\b(?:icon|glyph|icon_end|first_icon|second_icon)="([a-z0-9-]+)"', source))
    assert named - drawn == set()


def test_no_letter_stands_in_two_files_of_the_font():
    """Of two files that hold a letter the browser loads the one named last: 85 kB for one Œ (SPD-09)."""
    text = (ROOT / "static/css/tokens.css").read_text()
    seen: set[int] = set()
    for ranges in re.findall(r"unicode-range:([^;]+);", text):
        for one in ranges.replace("U+", "").split(","):
            first, _, last = one.strip().partition("-")
            letters = set(range(int(first, 16), int(last or first, 16) + 1))
            assert not letters & seen, one
            seen |= letters
    assert ord("Œ") in seen
