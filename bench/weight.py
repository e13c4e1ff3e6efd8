"""SPD-09: what the first visit and the next pages weigh, compressed, as Chromium asks for them."""

import gzip
import os
import shutil
import urllib.request

from .lines import Lines

NAMES = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"]


def measure(address: str, username: str, password: str, lines: Lines) -> None:
    """The list of contacts for somebody who has never been here, then the home page and a contact."""
    from playwright.sync_api import sync_playwright

    path = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), None)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox", "--disable-gpu"])
        cookies = _sign_in(browser, address, username, password)
        context = browser.new_context(base_url=address)
        context.add_cookies(cookies)
        page = context.new_page()
        asked: list[str] = []
        page.on("request", lambda request: asked.append(request.url))
        jar = "; ".join(f"{cookie['name']}={cookie['value']}" for cookie in cookies)
        _visit(page, "/contacts/")
        known = {url: _size(url, jar) for url in dict.fromkeys(asked)}
        heaviest = {url.rpartition("/")[2]: known[url] for url in sorted(known, key=known.__getitem__)[:-6:-1]}
        lines.add("SPD-09 first visit (list of contacts), compressed", sum(known.values()) / 1000, "kB", 200,
                  files=len(known), heaviest=heaviest)  # fmt: skip
        first_contact = page.locator("a.row-name").first.get_attribute("href")
        for name, url in {"home": "/", "contact": first_contact, "list": "/contacts/persons/"}.items():
            asked.clear()
            _visit(page, url)
            new = {one: _size(one, jar) for one in dict.fromkeys(asked) if one not in known or one == page.url}
            known |= new
            lines.add(f"SPD-09 next page ({name}), compressed", sum(new.values()) / 1000, "kB", 30, files=len(new))
        browser.close()


def _sign_in(browser, address: str, username: str, password: str) -> list[dict]:
    context = browser.new_context(base_url=address)
    page = context.new_page()
    page.goto("/accounts/login/")
    page.fill("input[name=login]", username)
    page.fill("input[name=password]", password)
    page.click("main button[type=submit]")
    page.wait_for_url(address + "/")
    cookies = context.cookies()
    context.close()
    return cookies


def _visit(page, url: str) -> None:
    page.goto(url)
    page.wait_for_load_state("networkidle")


def _size(url: str, cookies: str) -> int:
    """Bytes on the wire: as the server compresses it, else as a proxy before it would."""
    request = urllib.request.Request(url, headers={"Cookie": cookies, "Accept-Encoding": "br, gzip"})
    with urllib.request.urlopen(request, timeout=20) as answer:
        body = answer.read()
        is_plain = answer.headers.get("Content-Encoding") is None
        is_text = answer.headers.get_content_maintype() == "text"
    return len(gzip.compress(body, 6)) if is_plain and is_text else len(body)
