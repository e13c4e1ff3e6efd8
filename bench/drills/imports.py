"""Drill 39: large imports whose worker is killed, that meet themselves, are paused, cancelled and taken back."""

import csv
import io
import random
import re
import sys
import time
from collections.abc import Callable, Collection
from dataclasses import dataclass, field

from bench.drills import checks
from bench.drills.address_files import AddressFile, make_file
from bench.drills.sites import CELERY, Failed, Site, wait_for
from bench.drills.visitor import Form, Page, Refused, Visitor
from bench.lines import Lines
from contacts import services
from contacts.models import Contact
from core.accounts.models import User
from core.exchange.cells import unprotect
from core.exchange.models import Import
from core.jobs import steering
from core.jobs.models import Job
from core.mail.models import OutboxMail
from core.notifications.models import Notification

PASSWORD = "correct horse battery staple"
GOES_ON = {CELERY: 60, "embedded": 15}  # seconds after kill -9: a claim lasts 30, the beat comes every 10
UNDONE = 60
EXISTING_EVERY = 50  # one of so many persons is there before the file comes
EDITED = 5


@dataclass
class Drill:
    """What the parts of the drill share. `seed` decides when the worker is killed at random moments."""

    site: Site
    lines: Lines
    rows: int
    seed: int
    visitors: dict[str, Visitor] = field(default_factory=dict)

    @property
    def patience(self) -> float:
        """Seconds that work on all rows may take before it counts as standing still."""
        return 120 + self.rows / 100

    @property
    def half(self) -> int:
        """Rows of what takes long to be started again; enough to be stopped half way."""
        return max(self.rows // 2, min(self.rows, 10_000))

    def say(self, what: str, value: float, unit: str, target: float | None = 0, **more) -> None:
        self.lines.add(f"39 {what}", value, unit, target, worker=self.site.kind, **more)

    def say_none(self, what: str, found: list[str], unit: str, **more) -> None:
        """A line that is good where nothing was found; else it shows the first three."""
        self.say(what, len(found), unit, **more, **({"first": found[:3]} if found else {}))

    def visitor(self, username: str) -> Visitor:
        """A signed-in user of this name, made at the first call."""
        if username not in self.visitors:
            user = User(username=username, email=f"{username}@example.com", first_name=username.capitalize())
            user.set_password(PASSWORD)
            user.save()
            self.visitors[username] = Visitor(self.site.address)
            self.visitors[username].sign_in(username, PASSWORD)
        return self.visitors[username]


def run(site: Site, lines: Lines, rows: int, seed: int, parts: list[str]) -> None:
    """Every part, or those named, with a file of its own; one that comes to no end is told and the next begins."""
    drill = Drill(site, lines, rows, seed)
    for part in [part for part in PARTS if not parts or part.__name__ in parts]:
        try:
            part(drill)
        except (Failed, Refused) as error:
            drill.say(f"{part.__name__.replace('_', ' ')}: came to no end", 1, "faults", why=str(error))
            print(site.last_words(), file=sys.stderr)
            for job in Job.objects.exclude(state__in=["done", "failed", "cancelled"]):
                steering.cancel(job)


# --- what a person does -----------------------------------------------------------------------------------------------
def upload(visitor: Visitor, file: AddressFile, **rules: str) -> tuple[Import, Page]:
    """Through the steps of the wizard as proposed, up to the check, whose page carries the button that imports."""
    page = visitor.submit(visitor.get("/imports/contacts/").form("file"), files={"file": (file.name, file.content)})
    found = re.search(r"/imports/(\d+)/", page.address)
    if not found:
        raise Refused(f"{file.name} was not taken: {page.address}")
    page = visitor.submit(page.form("heading_line"), press="continue")
    page = visitor.submit(page.form("column-0"))
    page = visitor.submit(page.form("duplicates"), access_level="read", **rules)
    return Import.objects.get(pk=found[1]), page


def start(visitor: Visitor, file: AddressFile, **rules: str) -> Import:
    imported, page = upload(visitor, file, **rules)
    visitor.submit(page.form(action=f"/imports/{imported.pk}/run/"))
    imported.refresh_from_db()
    return imported


def button(visitor: Visitor, job: Job, act: str) -> Form:
    """On the job's own page: pause, resume, cancel, undo."""
    address = f"/jobs/{job.pk}/"
    return visitor.get(address).form(action=f"{address}{act}/")


# --- waiting ----------------------------------------------------------------------------------------------------------
def wait_for_share(drill: Drill, job: Job, share: float) -> int:
    """Until this share of the rows is worked; gives their number."""
    return wait_for(lambda: _worked(job, at_least=share), drill.patience, f"{share:.0%} of job {job.pk}")


def _worked(job: Job, *, at_least: float = 0.0) -> int:
    job.refresh_from_db()
    if job.is_over:
        raise Failed(f"job {job.pk} ended ({job.state}) too early, at {job.worked} of {job.total}: {job.error}")
    return job.worked if job.worked >= max(at_least * job.total, 1) else 0


def wait_for_end(drill: Drill, job: Job, state: str = "done") -> None:
    def is_over() -> bool:
        job.refresh_from_db()
        return job.is_over

    wait_for(is_over, drill.patience, f"the end of job {job.pk}")
    if job.state != state:
        raise Failed(f"job {job.pk} is {job.state}, not {state}: {job.error}")


def kill(drill: Drill, job: Job) -> float:
    """kill -9 to the worker at work on this job; seconds until the job goes on by itself."""
    moment = drill.site.kill_worker()
    time.sleep(0.2)  # a commit that was under way
    job.refresh_from_db()
    before = job.worked
    drill.site.bring_back()

    def goes_on() -> bool:
        job.refresh_from_db()
        return job.worked > before or job.is_over

    wait_for(goes_on, 4 * GOES_ON[drill.site.kind], f"job {job.pk} to go on after its worker was killed")
    return time.monotonic() - moment


# --- the parts --------------------------------------------------------------------------------------------------------
def killed_and_undone(drill: Drill) -> None:
    """Killed at 40 %, over contacts that are there in part; then the whole import is taken back."""
    file, visitor = make_file("killed.example", drill.rows), drill.visitor("kate")
    existing = create_existing(file, User.objects.get(username="kate"))
    before = checks.snapshot(existing)
    imported = start(visitor, file, duplicates="overwrite")
    began = time.monotonic()
    wait_for_share(drill, imported.job, 0.4)
    drill.say("killed at 40 %: time until it went on", kill(drill, imported.job), "seconds",
              GOES_ON[drill.site.kind])  # fmt: skip
    wait_for_end(drill, imported.job)
    drill.say("killed at 40 %: whole time", time.monotonic() - began, "seconds", None, rows=drill.rows)
    say_exact(drill, "killed at 40 %", file, imported, changed={contact.pk for contact in existing})
    drill.say("killed at 40 %: refused rows that the file gives back otherwise",
              _wrong_in_file(visitor, file, imported), "rows", bad=len(file.bad))  # fmt: skip
    told = OutboxMail.objects.filter(user=imported.by).count(), Notification.objects.filter(user=imported.by).count()
    drill.say("killed at 40 %: notices and mails besides one each", sum(abs(count - 1) for count in told), "messages")
    undo(drill, visitor, file, imported, before)


def create_existing(file: AddressFile, user: User) -> list[Contact]:
    """Contacts that the file means to change: the same e-mail, and other values."""
    chosen = list(file.people.values())[::EXISTING_EVERY]
    values = [
        services.ContactValues(
            first_name="Old", last_name="Name", job_title="Before", access_level="read", tags=["kept"],
            emails=[services.EmailValue(person.email)], phones=[services.PhoneValue("+44 20 7946 0000", "mobile")],
        )
        for person in chosen
    ]  # fmt: skip
    return services.create_contacts(values, by=user)


def say_exact(drill: Drill, name: str, file: AddressFile, imported: Import, *, changed: Collection[int] = ()) -> None:
    """The lines on a finished import: each good row once and whole, each bad one refused with line and reason."""
    imported.refresh_from_db()
    found, half = checks.tally(file), checks.halves(file, imported, changed)
    missing, refused = checks.wrongly_refused(file, imported)
    drill.say_none(f"{name}: rows doubled", found.doubled, "rows")
    drill.say_none(f"{name}: rows lost", found.lost, "rows")
    drill.say_none(f"{name}: contacts of no good row", found.strange, "contacts")
    drill.say_none(f"{name}: rows that are in by half", half, "rows")
    drill.say(f"{name}: bad rows without line and reason", missing, "rows", bad=len(file.bad))
    drill.say(f"{name}: good rows refused", refused, "rows")


def _wrong_in_file(visitor: Visitor, file: AddressFile, imported: Import) -> int:
    """Downloads the refused rows; the number of those that are not as they were, with line and reason behind."""
    text = visitor.get(f"/imports/{imported.pk}/refused.csv").text.removeprefix("\ufeff")
    found = {}
    for *cells, reason in list(csv.reader(io.StringIO(text)))[1:]:
        line, _colon, words = reason.partition(": ")
        found[int(line)] = [unprotect(cell) for cell in cells], words
    wrong = found.keys() ^ file.bad.keys()
    for line in found.keys() & file.bad.keys():
        cells, words = found[line]
        if cells != list(file.bad[line].cells) or file.bad[line].reason not in words:
            wrong.add(line)
    return len(wrong)


def undo(drill: Drill, visitor: Visitor, file: AddressFile, imported: Import, before: dict[int, dict]) -> None:
    """The whole import taken back, save the contacts that somebody edited since, and their companies."""
    edited = edit_some(visitor, file)
    began = time.monotonic()
    visitor.submit(button(visitor, imported.job, "undo"))
    undoing = imported.job.undone_by.get()
    wait_for_end(drill, undoing)
    drill.say("undone: time", time.monotonic() - began, "seconds", UNDONE, rows=drill.rows)
    kept = Contact.objects.filter(pk__in=edited, trash_act__isnull=True).values_list("pk", "company")
    stayed = set(checks.alive(file).values_list("pk", flat=True)) - before.keys() - {pk for pair in kept for pk in pair}
    drill.say("undone: contacts that stayed without a reason", len(stayed), "contacts")
    page = visitor.get(f"/jobs/{undoing.pk}/?show=skipped").text
    there = Contact.objects.filter(last_name="Edited", trash_act__isnull=True).in_bulk(edited)
    lost = [name for pk, name in edited.items() if pk not in there or name not in page]
    drill.say("undone: edited contacts that are gone or not named", len(lost), "contacts", of=len(edited))
    after = checks.snapshot(Contact.objects.filter(pk__in=before, trash_act__isnull=True))
    differing = [pk for pk, values in before.items() if pk not in edited and after.get(pk) != values]
    drill.say("undone: changed contacts that are not as they were", len(differing), "contacts", of=len(before))


def edit_some(visitor: Visitor, file: AddressFile) -> dict[int, str]:
    """Change some of the imported contacts by their own form: one that was there before, and some new ones."""
    people = list(file.people.values())
    edited = {}
    for person in [people[0], *people[7::EXISTING_EVERY][: EDITED - 1]]:
        contact = Contact.objects.get(emails__address=person.email)
        form = visitor.get(f"/contacts/{contact.pk}/edit/").form("last_name")
        visitor.submit(form, last_name="Edited")
        edited[contact.pk] = f"{contact.first_name} Edited"
    return edited


def twice_at_once(drill: Drill) -> None:
    """The same file by two users at the same moment, where known contacts are skipped."""
    file = make_file("twice.example", drill.rows)
    visitors = [drill.visitor("tom"), drill.visitor("tina")]
    ready = [upload(visitor, file, duplicates="skip") for visitor in visitors]
    for visitor, (imported, page) in zip(visitors, ready, strict=True):
        visitor.submit(page.form(action=f"/imports/{imported.pk}/run/"))
    for imported, _page in ready:
        imported.refresh_from_db()
        wait_for_end(drill, imported.job)
    found = checks.tally(file)
    jobs = Job.objects.filter(imported__in=[imported for imported, _page in ready])
    created = [job.position.get("counts", {}).get("created", 0) for job in jobs]
    drill.say_none("the same file twice at once: rows doubled", found.doubled, "rows", created=created)
    drill.say_none("the same file twice at once: rows lost", found.lost, "rows")


def cancelled(drill: Drill) -> None:
    """Cancelled at 30 %: the first rows are in, whole, and nothing comes after."""
    file, visitor = make_file("cancelled.example", drill.half), drill.visitor("carl")
    imported = start(visitor, file, duplicates="skip")
    cancel = button(visitor, imported.job, "cancel")
    wait_for_share(drill, imported.job, 0.3)
    began = time.monotonic()
    visitor.submit(cancel)
    wait_for_end(drill, imported.job, "cancelled")
    drill.say("cancelled: time until it stopped", time.monotonic() - began, "seconds", None)
    worked, came = imported.job.worked, checks.alive(file).count()
    found, half = checks.tally(file, file.first_people(worked)), checks.halves(file, imported)
    drill.say_none("cancelled: rows doubled up to the last one", found.doubled, "rows", worked=worked)
    drill.say_none("cancelled: rows lost up to the last one", found.lost, "rows")
    drill.say_none("cancelled: rows beyond the last one", found.strange, "rows")
    drill.say_none("cancelled: rows that are in by half", half, "rows")
    time.sleep(3)
    drill.say("cancelled: contacts that came afterwards", checks.alive(file).count() - came, "contacts")


def paused(drill: Drill) -> None:
    """Paused at 30 %, for three seconds; then it goes on and ends exactly."""
    file, visitor = make_file("paused.example", drill.half), drill.visitor("paula")
    imported = start(visitor, file, duplicates="skip")
    pause = button(visitor, imported.job, "pause")
    wait_for_share(drill, imported.job, 0.3)
    visitor.submit(pause)
    came = checks.alive(file).count()
    time.sleep(3)
    drill.say("paused: contacts that came within 3 seconds", checks.alive(file).count() - came, "contacts", at=came)
    visitor.submit(button(visitor, imported.job, "resume"))
    wait_for_end(drill, imported.job)
    say_exact(drill, "paused", file, imported)


def killed_at_random(drill: Drill) -> None:
    """Three times kill -9 at random moments of one import."""
    file, visitor, moments = (
        make_file("random.example", drill.half),
        drill.visitor("rick"),
        random.Random(drill.seed),
    )
    imported = start(visitor, file, duplicates="skip")
    shares = sorted(moments.uniform(0.02, 0.9) for _kill in range(3))
    longest = 0.0
    for share in shares:
        job = imported.job
        wait_for_share(drill, job, share)
        time.sleep(moments.uniform(0, 0.5))
        if not job.is_over:
            longest = max(longest, kill(drill, job))
    wait_for_end(drill, imported.job)
    moment = {"seed": drill.seed, "at": ", ".join(f"{share:.0%}" for share in shares)}
    what = "killed three times at random: longest time until it went on"
    drill.say(what, longest, "seconds", GOES_ON[drill.site.kind], **moment)
    say_exact(drill, "killed three times at random", file, imported)


PARTS: list[Callable[[Drill], None]] = [killed_and_undone, twice_at_once, cancelled, paused, killed_at_random]
