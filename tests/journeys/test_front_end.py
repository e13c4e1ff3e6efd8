"""The vendored front-end files work in a real browser under the strict content security policy."""

import re
from pathlib import Path

import pytest

pytestmark = pytest.mark.browser
SPRITE = Path(__file__).resolve().parent.parent.parent / "static" / "vendor" / "icons.svg"
SCRIPTS = ["tabler/tabler.min.js", "htmx/htmx.min.js", "sortable/Sortable.min.js"]
SCRIPTS += ["tom-select/tom-select.complete.min.js"]


def test_every_icon_of_the_sprite_draws_something(page):
    page.goto("/static/vendor/icons.svg")
    sizes = page.evaluate(
        """() => Object.fromEntries([...document.querySelectorAll("symbol")].map((symbol) => {
            const use = document.createElementNS("http://www.w3.org/2000/svg", "use");
            use.setAttribute("href", "#" + symbol.id);
            use.setAttribute("width", 24);
            use.setAttribute("height", 24);
            document.documentElement.append(use);
            const box = use.getBBox();
            return [symbol.id, Math.max(box.width, box.height)];
        }))"""
    )
    assert set(sizes) == set(re.findall(r'id="(i-[a-z0-9-]+)"', SPRITE.read_text()))
    assert {name for name, size in sizes.items() if not 1 <= size <= 24} == set()


def test_scripts_load_without_an_error_under_the_strict_policy(page):
    answer = page.goto("/accounts/login/")
    assert "unsafe" not in answer.headers["content-security-policy"]
    # As the frame tells it: no style of its own, no evaluation of text.
    page.evaluate(
        """() => document.head.append(Object.assign(document.createElement("meta"), {
            name: "htmx-config", content: '{"includeIndicatorStyles": false, "allowEval": false}'
        }))"""
    )
    for script in SCRIPTS:
        page.evaluate(
            """(address) => new Promise((loaded, failed) => {
                const script = Object.assign(document.createElement("script"), { src: address });
                script.onload = loaded;
                script.onerror = () => failed(new Error(address));
                document.head.append(script);
            })""",
            f"/static/vendor/{script}",
        )
    names = ["tabler", "htmx", "Sortable", "TomSelect"]
    assert page.evaluate("(names) => names.filter((name) => !(name in window))", names) == []
