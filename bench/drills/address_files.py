"""Address books as CSV for the drills: good rows whose contacts are known, bad ones whose line and reason are known."""

import csv
import io
from dataclasses import dataclass, field

HEADINGS = ["First Name", "Last Name", "Company", "Job Title", "E-mail", "Phone", "Tags", "Notes"]
FIRST = ["Anna", "Benoît", "Çelik", "Dörte", "Emre", "Françoise", "Grzegorz", "Hélène", "Ines", "Jürgen", "Łucja"]
LAST = ["Martin", "O’Neill", "Nuñez", "Weiß", "Lefèvre", "Åkesson", "Dvořák", "Da Silva", "van den Berg"]
TAGS = ["north", "south", "east", "west", "fair 2026", "newsletter", "press"]
SIZE = 10  # persons of one company
EVERY_BAD = 33  # about 3 % of the rows
EVERY_COMPANY = 97  # of the rows are companies of their own, which persons before and after them name


@dataclass(frozen=True)
class Person:
    """What one good row says of a person."""

    email: str
    first_name: str
    last_name: str
    company: str
    job_title: str
    phone: str
    tags: frozenset[str]
    notes: str


@dataclass(frozen=True)
class Bad:
    """A row that has to be refused: a part of the reason, and its cells as the file of refused rows gives them back."""

    reason: str
    cells: tuple[str, ...]


@dataclass
class AddressFile:
    """`lines` of the rows; `people` and `bad` by line; `companies` by name, with the e-mail of their own row or ""."""

    domain: str
    content: bytes = b""
    lines: list[int] = field(default_factory=list)
    people: dict[int, Person] = field(default_factory=dict)
    companies: dict[str, str] = field(default_factory=dict)
    bad: dict[int, Bad] = field(default_factory=dict)

    @property
    def name(self) -> str:
        return f"{self.domain}.csv"

    @property
    def company_start(self) -> str:
        """How the names of its companies begin, and of no other file's."""
        return self.domain.partition(".")[0].capitalize() + ", "

    def first_people(self, count: int) -> list[Person]:
        """The persons of its first rows."""
        return [self.people[line] for line in self.lines[:count] if line in self.people]


def make_file(domain: str, rows: int) -> AddressFile:
    """The same file for the same words; e-mails and company names are those of no other domain."""
    made, texts, line = AddressFile(domain), [_line(HEADINGS)], 2
    for number in range(1, rows + 1):
        made.lines.append(line)
        person = _person(made, number)
        if number % EVERY_BAD == EVERY_BAD // 2:
            text, made.bad[line] = _spoilt(person, number // EVERY_BAD)
        elif number % EVERY_COMPANY == 0:
            made.companies[person.company] = email = f"office{number}@{domain}"
            text = _line(["", "", person.company, "", email, person.phone, "", ""])
        else:
            made.people[line] = person
            made.companies.setdefault(person.company, "")
            text = _line(_cells(person))
        texts.append(text)
        line += text.count("\n")
    made.content = "".join(texts).encode()
    return made


def _person(made: AddressFile, number: int) -> Person:
    tags = {TAGS[number % len(TAGS)], TAGS[number // 5 % len(TAGS)]} if number % 4 else set()
    return Person(
        email=f"p{number}@{made.domain}",
        first_name=FIRST[number % len(FIRST)],
        last_name=LAST[number % len(LAST)],
        company=f"{made.company_start}{number // SIZE} & Sons",
        job_title=f"Post {number}",
        phone=f"+33 1 {number // 10_000 % 100:02} {number // 100 % 100:02} {number % 100:02} 00",
        tags=frozenset(tags),
        notes=f'Said "call {number}".\nIn the afternoon.' if number % 20 == 0 else "",
    )


def _cells(person: Person, **over: str) -> list[str]:
    tags = "; ".join(sorted(person.tags))
    said = {**vars(person), "tags": tags, **over}
    return [
        said[name] for name in ("first_name", "last_name", "company", "job_title", "email", "phone", "tags", "notes")
    ]


def _line(cells: list[str]) -> str:
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerow(cells)
    return text.getvalue()


def _spoilt(person: Person, turn: int) -> tuple[str, Bad]:
    """The row of this person with one of six faults, by turns."""
    plain = _cells(person, company=f"Bad {person.email}", notes="")
    faults = [_wrong_email, _open_quote, _many_cells, _nobody, _long_text, _nul_sign]
    return faults[turn % len(faults)](plain)


def _wrong_email(cells: list[str]) -> tuple[str, Bad]:
    cells[4] = cells[4].replace("@", " at ")
    return _line(cells), Bad("is no e-mail address", tuple(cells))


def _open_quote(cells: list[str]) -> tuple[str, Bad]:
    cells[0] = f'"{cells[0]} never closed'
    return ",".join(cells) + "\n", Bad("never closed", tuple(cells))


def _many_cells(cells: list[str]) -> tuple[str, Bad]:
    cells += ["one", "too many"]
    return _line(cells), Bad("cells, the headings only", tuple(cells))


def _nobody(cells: list[str]) -> tuple[str, Bad]:
    cells[0] = cells[1] = cells[4] = cells[5] = ""
    return _line(cells), Bad("no name, no e-mail address and no phone", tuple(cells))


def _long_text(cells: list[str]) -> tuple[str, Bad]:
    cells[1] = cells[1] * 60
    return _line(cells), Bad("at most 150 fit", tuple(cells))


def _nul_sign(cells: list[str]) -> tuple[str, Bad]:
    cells[1] += "\x00"
    return ",".join(cells) + "\n", Bad("NUL sign", (cells[0], cells[1].replace("\x00", "\ufffd"), *cells[2:]))
