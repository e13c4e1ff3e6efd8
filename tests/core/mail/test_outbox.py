"""The outbox: rows first, sent once, tried again with growing delays."""

import datetime as dt
import smtplib

import pytest
import time_machine
from django.core.mail import EmailMultiAlternatives
from django.db import transaction
from django.utils import timezone

from core.mail import outbox
from core.mail.models import OutboxMail

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def account(settings):
    settings.EMAIL_URL = "smtp://127.0.0.1:25"


def put(**over):
    return outbox.queue_message(
        "test.kind", "Hello\n there", "Text", "<p>Text</p>", to_address="anna@example.com", **over
    )


def refuse(monkeypatch, error):
    def send(self, fail_silently=False):
        raise error

    monkeypatch.setattr(EmailMultiAlternatives, "send", send)


def test_a_mail_is_sent_once_with_both_parts_and_a_stable_id(mailoutbox):
    mail = put()
    outbox.send_due()
    outbox.send_due()
    (sent,) = mailoutbox
    assert sent.subject == "Hello there"
    assert sent.extra_headers["Message-ID"] == mail.message_id
    assert sent.extra_headers["Auto-Submitted"] == "auto-generated"
    assert sent.alternatives[0][0] == "<p>Text</p>"
    mail.refresh_from_db()
    assert mail.state == OutboxMail.State.SENT and mail.sent_at


def test_what_is_rolled_back_is_never_sent(mailoutbox):
    with pytest.raises(RuntimeError), transaction.atomic():
        put()
        raise RuntimeError("the act failed after the mail was queued")
    outbox.send_due()
    assert mailoutbox == []


def test_without_an_account_mails_wait(settings, mailoutbox):
    settings.EMAIL_URL = ""
    put()
    assert outbox.send_due() is False
    assert mailoutbox == []
    assert OutboxMail.objects.get().state == OutboxMail.State.QUEUED


@pytest.mark.parametrize(
    "error",
    [
        smtplib.SMTPServerDisconnected("gone"),
        ConnectionRefusedError("refused"),
        smtplib.SMTPRecipientsRefused({"anna@example.com": (450, b"later")}),
        smtplib.SMTPDataError(421, b"busy"),
        smtplib.SMTPAuthenticationError(535, b"wrong password"),
        TimeoutError("timed out"),
    ],
)
def test_a_passing_trouble_is_tried_again_later_and_its_words_are_kept(monkeypatch, error):
    put()
    refuse(monkeypatch, error)
    outbox.send_due()
    mail = OutboxMail.objects.get()
    assert (mail.state, mail.attempts) == (OutboxMail.State.QUEUED, 1)
    assert mail.last_error
    assert dt.timedelta(seconds=50) < mail.due_at - timezone.now() <= dt.timedelta(minutes=1)
    assert not outbox.due().exists()


def test_delays_grow_until_the_mail_is_given_up(monkeypatch):
    put()
    refuse(monkeypatch, smtplib.SMTPServerDisconnected("gone"))
    moment = timezone.now()
    for minutes in outbox.RETRY_MINUTES:
        with time_machine.travel(moment, tick=False):
            outbox.send_due()
            assert OutboxMail.objects.get().due_at == timezone.now() + dt.timedelta(minutes=minutes)
        moment += dt.timedelta(minutes=minutes, seconds=1)
    with time_machine.travel(moment, tick=False):
        outbox.send_due()
    assert OutboxMail.objects.get().state == OutboxMail.State.FAILED


def test_a_permanent_refusal_is_not_repeated(monkeypatch):
    put()
    refuse(monkeypatch, smtplib.SMTPRecipientsRefused({"anna@example.com": (550, b"no such user")}))
    outbox.send_due()
    mail = OutboxMail.objects.get()
    assert mail.state == OutboxMail.State.FAILED
    assert "550" in mail.last_error


def test_a_mail_whose_sender_died_is_taken_up_again(mailoutbox):
    mail = put()
    OutboxMail.objects.update(state=OutboxMail.State.SENDING, claimed_at=timezone.now())
    outbox.send_due()
    assert mailoutbox == []
    with time_machine.travel(timezone.now() + outbox.CLAIM_LASTS + dt.timedelta(seconds=1)):
        outbox.send_due()
    assert [sent.extra_headers["Message-ID"] for sent in mailoutbox] == [mail.message_id]


def test_a_user_who_was_switched_off_gets_no_mail(alice, mailoutbox):
    outbox.queue_message("test.kind", "Hello", "Text", to_user=alice)
    alice.is_active = False
    alice.save()
    outbox.send_due()
    assert mailoutbox == []
    assert OutboxMail.objects.get().state == OutboxMail.State.FAILED
