"""A user without scripts: opens pages over HTTP, keeps cookies, fills in and sends the forms that it finds there."""

import re
import secrets
import urllib.error
import urllib.request
from dataclasses import dataclass, field
from html.parser import HTMLParser
from http.cookiejar import CookieJar
from urllib.parse import urlencode, urljoin

PATIENCE = 120  # seconds for one page


class Refused(Exception):
    """A page that answered with anything but success, or that lacks what was looked for."""


@dataclass
class Form:
    """A form as it stands in its page: what a browser would send of it, and its buttons."""

    action: str
    fields: list[tuple[str, str]] = field(default_factory=list)
    names: set[str] = field(default_factory=set)


@dataclass
class Page:
    address: str
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode()

    def form(self, name: str = "", *, action: str = "") -> Form:
        """The form that has a control of this name, or whose action ends so."""
        reader = _FormReader(self.address)
        reader.feed(self.text)
        for form in reader.forms:
            if name in form.names or (action and form.action.endswith(action)):
                return form
        raise Refused(f"{self.address} has no form with {name or action}: {self._words()}")

    def _words(self) -> str:
        main = re.sub(r"(?s)\A.*<main|<[^>]*>", " ", self.text)
        return " ".join(main.split())[:400]


class Visitor:
    """One browser; `address` is that of the site, on this machine."""

    def __init__(self, address: str):
        self.address = address
        handlers = [urllib.request.HTTPCookieProcessor(CookieJar()), urllib.request.ProxyHandler({})]
        self.opener = urllib.request.build_opener(*handlers)

    def sign_in(self, login: str, password: str) -> None:
        page = self.submit(self.get("/accounts/login/").form("login"), login=login, password=password)
        if "/accounts/login/" in page.address:
            raise Refused(f"{login} can't sign in")

    def get(self, path: str) -> Page:
        return self._ask(urllib.request.Request(urljoin(self.address, path)))

    def submit(
        self, form: Form, *, files: dict[str, tuple[str, bytes]] | None = None, press: str = "", **over: str
    ) -> Page:
        """Send the form with some fields filled in otherwise, as if the button `press` had been pressed."""
        fields = [(name, value) for name, value in form.fields if name not in over] + list(over.items())
        fields += [(press, "1")] if press else []
        request = urllib.request.Request(form.action, data=urlencode(fields).encode())
        if files:
            request.data, kind = _multipart(fields, files)
            request.add_header("Content-Type", kind)
        return self._ask(request)

    def _ask(self, request: urllib.request.Request) -> Page:
        try:
            with self.opener.open(request, timeout=PATIENCE) as answer:
                return Page(answer.url, answer.read())
        except urllib.error.HTTPError as error:
            page = Page(request.full_url, error.read())
            raise Refused(f"{request.full_url} answered {error.code}: {page._words()}") from error


def _multipart(fields: list[tuple[str, str]], files: dict[str, tuple[str, bytes]]) -> tuple[bytes, str]:
    mark = secrets.token_hex(16)
    parts = [f'name="{name}"\r\n\r\n{value}'.encode() for name, value in fields]
    parts += [
        f'name="{field}"; filename="{name}"\r\nContent-Type: text/csv\r\n\r\n'.encode() + content
        for field, (name, content) in files.items()
    ]
    start = f"--{mark}\r\nContent-Disposition: form-data; ".encode()
    body = b"".join(start + part + b"\r\n" for part in parts) + f"--{mark}--\r\n".encode()
    return body, f"multipart/form-data; boundary={mark}"


class _FormReader(HTMLParser):
    """Collects the forms of a page with the controls that a browser would send."""

    def __init__(self, address: str):
        super().__init__()
        self.address, self.forms = address, []
        self.form: Form | None = None
        self.select: list | None = None  # name, chosen values, whether several, first value
        self.area: list[str] | None = None  # name and what was read of its text

    def handle_starttag(self, tag: str, attributes: list) -> None:
        given = dict(attributes)
        if tag == "form":
            self.form = Form(urljoin(self.address, given.get("action") or self.address))
            self.forms.append(self.form)
        elif self.form is None or "disabled" in given:
            return
        elif tag == "option" and self.select is not None:
            value = given.get("value") or ""
            self.select[3] = value if self.select[3] is None else self.select[3]
            self.select[1] += [value] if "selected" in given else []
        elif name := given.get("name"):
            self._control(tag, name, given)

    def _control(self, tag: str, name: str, given: dict) -> None:
        assert self.form is not None
        self.form.names.add(name)
        if tag == "select":
            self.select = [name, [], "multiple" in given, None]
        elif tag == "textarea":
            self.area = [name, ""]
        elif tag == "input" and given.get("type") not in {"file", "submit", "button", "image"}:
            if given.get("type") not in {"checkbox", "radio"} or "checked" in given:
                self.form.fields.append((name, given.get("value") or ""))

    def handle_data(self, data: str) -> None:
        if self.area is not None:
            self.area[1] += data

    def handle_endtag(self, tag: str) -> None:
        if self.form is None:
            return
        if tag == "form":
            self.form = None
        elif tag == "textarea" and self.area is not None:
            self.form.fields.append((self.area[0], self.area[1].removeprefix("\n")))
            self.area = None
        elif tag == "select" and self.select is not None:
            name, chosen, is_several, first = self.select
            chosen = chosen or ([first] if first is not None and not is_several else [])
            self.form.fields += [(name, value) for value in chosen]
            self.select = None
