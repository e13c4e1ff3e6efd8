"""With Redis, real Celery workers take up the same rows as the embedded worker does."""

import socket
import time
from collections.abc import Callable, Iterator

import pytest
from aiosmtpd.controller import Controller

from core.mail import outbox
from core.mail.models import OutboxMail

pytestmark = pytest.mark.celery


class Mailbox:
    """What an SMTP server keeps of the mails it was given: their recipients."""

    def __init__(self) -> None:
        self.recipients: list[str] = []

    async def handle_DATA(self, server, session, envelope):  # noqa: N802 (aiosmtpd's name)
        self.recipients += envelope.rcpt_tos
        return "250 kept"


@pytest.fixture
def mailbox() -> Iterator[tuple[Mailbox, str]]:
    """A mail server on this machine, and its EMAIL_URL."""
    kept = Mailbox()
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    controller = Controller(kept, hostname="127.0.0.1", port=port)
    controller.start()
    yield kept, f"smtp://127.0.0.1:{port}"
    controller.stop()


def wait_until_sent(mail: OutboxMail, seconds: float) -> None:
    limit = time.monotonic() + seconds
    while time.monotonic() < limit:
        mail.refresh_from_db()
        if mail.state == OutboxMail.State.SENT:
            return
        time.sleep(0.1)
    raise AssertionError(f"the mail is {mail.state} after {seconds} s")


def queue() -> OutboxMail:
    return outbox.queue_message("test", "Subject", "Text", to_address="ada@example.org")


def test_mail_is_sent_by_the_worker_that_the_commit_wakes(mailbox, start_celery: Callable):
    kept, address = mailbox
    start_celery("worker", EMAIL_URL=address)
    wait_until_sent(queue(), seconds=10)
    assert kept.recipients == ["ada@example.org"]


def test_mail_that_woke_nobody_is_found_by_the_beat(mailbox, start_celery: Callable, settings):
    kept, address = mailbox
    settings.REDIS_URL = ""
    mail = queue()
    start_celery("worker", EMAIL_URL=address)
    start_celery("beat", EMAIL_URL=address)
    wait_until_sent(mail, seconds=30)
    assert kept.recipients == ["ada@example.org"]
