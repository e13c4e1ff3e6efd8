"""The demo's contacts as plain values: the same at every start, varied by counting instead of by chance."""

import datetime as dt
from importlib import import_module
from types import ModuleType

from contacts import services
from contacts.models import Contact, ContactType, TemperatureLevel
from core.search.folding import fold

from . import directory

NEIGHBOURS = {"BE": "FR", "CH": "FR", "US": "GB", "IT": "FR", "ES": "FR", "PT": "FR", "NO": "GB"}
LEVELS = ["private", "private", "read", "private", "write", "private", "private", "read", "private", "private"]
OWN_BUSINESS = 12  # so many persons belong to no company


def texts_of(language: str) -> ModuleType:
    return import_module(f"crm_site.demo.texts_{language}")


class AddressBook:
    """Builds the values of companies and persons; `managers` are those who take turns in looking after them."""

    def __init__(self, texts: ModuleType, managers: list, group, now: dt.datetime):
        self.texts, self.managers, self.group, self.now = texts, managers, group, now
        self.types = list(ContactType.objects.all())
        self.temperatures = list(TemperatureLevel.objects.all())
        self.waiting = {country: directory.persons_of(country) for country in directory.PERSONS}

    def companies(self) -> list[services.ContactValues]:
        return [self._company(*each) for each in enumerate(directory.COMPANIES)]

    def persons(self, companies: list[Contact]) -> list[services.ContactValues]:
        """Two or three persons in each company of the same country as long as names last, the rest on their own."""
        values = []
        for _turn in range(3):
            for (_name, town), company in zip(directory.COMPANIES, companies, strict=True):
                country = directory.TOWNS[town][2]
                left = self.waiting[country] or self.waiting[NEIGHBOURS.get(country, "FR")]
                if len(left) > (OWN_BUSINESS if left is self.waiting["FR"] else 0):
                    values.append(self._person(len(values), left.pop(0), town, company))
        alone = [(names, town_in(country)) for country, rest in self.waiting.items() for names in rest]
        return values + [self._person(len(values) + i, names, town, None) for i, (names, town) in enumerate(alone)]

    def _company(self, number: int, named: tuple[str, str]) -> services.ContactValues:
        name, town = named
        host = slug(name)
        phone = self._phone(number + 500, town)
        return services.ContactValues(
            kind="company",
            name=name,
            phones=[services.PhoneValue(phone, "work")] if phone else [],
            emails=[services.EmailValue(f"contact@{host}.example.com", "work")],
            links=[services.LinkValue(f"https://{host}.example.com", "website")],
            addresses=[self._address(number, town, "office")],
            notes=self.texts.COMPANY_NOTES[number // 7 % 3] if number % 7 == 0 else "",
            currency={"GB": "GBP", "US": "USD", "CH": "CHF", "NO": "NOK"}.get(directory.TOWNS[town][2], "EUR"),
            **self._sorting(number, 3),
            **self._access(number),
        )

    def _person(self, number: int, names: tuple[str, str], town: str, company) -> services.ContactValues:
        first, last = names
        title, department = self.texts.JOBS[number * 5 % len(self.texts.JOBS)] if company else ("", "")
        return services.ContactValues(
            first_name=first,
            last_name=last,
            company=company,
            job_title=title,
            department=department,
            birthday=self._birthday(number),
            phones=self._phones(number, town),
            emails=self._emails(number, first, last, company),
            addresses=[self._address(number + 60, town, "home")] if company is None or number % 9 == 0 else [],
            notes=self.texts.NOTES[number // 11 % len(self.texts.NOTES)] if number % 11 == 0 else "",
            **self._sorting(number, 2),
            **self._consent(number),
            **self._access(number + 3),
        )

    def _phones(self, number: int, town: str) -> list[services.PhoneValue]:
        direct, mobile = self._phone(number, town), self._mobile(number, town)
        found = [(direct, "work"), (mobile, "mobile")] if number % 3 else [(mobile, "mobile"), (direct, "direct")]
        kept = found[: 0 if number % 17 == 5 else 1 + number % 2]
        return [services.PhoneValue(value, category) for value, category in kept if value]

    def _phone(self, number: int, town: str) -> str:
        shapes = directory.PHONES.get(directory.TOWNS[town][2])
        return shapes[number % len(shapes)].format(*_two(number)) if shapes else ""

    def _mobile(self, number: int, town: str) -> str:
        shape = directory.MOBILES.get(directory.TOWNS[town][2])
        return shape.format(*_two(number)) if shape else ""

    def _emails(self, number: int, first: str, last: str, company) -> list[services.EmailValue]:
        if number % 23 == 7:
            return []
        host = f"{slug(company.name)}.example.com" if company else "example.com"
        emails = [services.EmailValue(f"{slug(first)[0] if company else slug(first)}.{slug(last)}@{host}", "work")]
        if number % 13 == 0:
            emails.append(services.EmailValue(f"{slug(first)}.{slug(last)}@example.com", "home"))
        return emails

    def _address(self, number: int, town: str, category: str) -> services.AddressValue:
        postal_code, state, country = directory.TOWNS[town]
        street = directory.STREETS[country][number % len(directory.STREETS[country])].format(3 + number * 11 % 94)
        return services.AddressValue(street, town, state, postal_code, country, category=category)

    def _birthday(self, number: int) -> tuple[int | None, int, int] | None:
        """Every second one is known, every sixth without its year; some fall into the next days."""
        if number % 2:
            return None
        day = self.now.date() + dt.timedelta(days=number * 3 % 365)
        return (None if number % 6 == 0 else 1958 + number * 7 % 44), day.month, min(day.day, 28)

    def _sorting(self, number: int, every: int) -> dict:
        """Type, temperature and tags; some have none of them."""
        kind = self.types[(number // every) % len(self.types)] if number % every != 1 and self.types else None
        warmth = self.temperatures[number % len(self.temperatures)] if number % 5 != 4 and self.temperatures else None
        tags = [self.texts.TAGS[(number + step) % len(self.texts.TAGS)] for step in range(number % 4 % 3)]
        return {"contact_type": kind, "temperature": warmth, "tags": tags}

    def _consent(self, number: int) -> dict:
        if number % 4 == 1:
            proof = self.texts.PROOFS[number % len(self.texts.PROOFS)]
            return {"consent": "given", "consent_at": self.created_at(number), "consent_proof": proof}
        return {"consent": "withdrawn"} if number % 29 == 2 else {}

    def _access(self, number: int) -> dict:
        """Mostly one manager, sometimes the whole group; a few are kept to the administrators."""
        manager = self.managers[number % len(self.managers)]
        grants = [services.GrantValue(manager)]
        if number % 8 == 5:
            grants = [services.GrantValue(self.group)]
        if number % 6 == 2:
            grants.append(services.GrantValue(self.managers[(number + 1) % len(self.managers)], can_write=False))
        return {"access_level": LEVELS[number % len(LEVELS)], "grants": grants}

    def created_at(self, number: int) -> dt.datetime:
        """Spread over two years, the last ones of today."""
        return self.now - dt.timedelta(
            days=(number * 37 + 11) % 700 if number % 20 != 7 else 0, minutes=number * 53 % 480
        )


def slug(name: str) -> str:
    """ "Œuvres du Port" → "oeuvres-du-port"."""
    return "-".join("".join(sign if sign.isalnum() else " " for sign in fold(name).replace("'", "")).split())


def town_in(country: str) -> str:
    return next(town for town, (_code, _state, of) in directory.TOWNS.items() if of == country)


def _two(number: int) -> tuple[int, int]:
    """A digit and two digits, another pair for every number below 1,000."""
    return number // 100, (number * 41 + 7) % 100
