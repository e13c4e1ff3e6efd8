"""The outbox: mails are queued as rows and sent by the worker, with growing delays after a refusal."""

import datetime as dt
import smtplib
import time
import uuid
from email.utils import parseaddr

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.db import transaction
from django.db.models import Q
from django.template.loader import render_to_string
from django.utils import timezone, translation

from core.jobs.wake import wake

from .models import OutboxMail

RETRY_MINUTES = [1, 5, 30, 120, 360, 1440]
CLAIM_LASTS = dt.timedelta(minutes=5)


def queue(template: str, context: dict, *, to_user=None, to_address: str = "", language: str = "") -> OutboxMail:
    """Queue the mail `emails/<template>.{subject.txt,txt,html}` in the recipient's language and time zone."""
    language = language or (to_user.language if to_user else settings.LANGUAGE_CODE)
    zone = to_user.zone if to_user else timezone.get_default_timezone()
    context = {"base_url": settings.BASE_URL, "recipient": to_user, **context}
    with translation.override(language), timezone.override(zone):
        subject, text, html = (
            render_to_string(f"emails/{template}.{part}", context) for part in ("subject.txt", "txt", "html")
        )
    return queue_message(template, subject, text, html, to_user=to_user, to_address=to_address)


def queue_message(
    kind: str, subject: str, text: str, html: str = "", *, to_user=None, to_address: str = ""
) -> OutboxMail:
    domain = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2] or "localhost"
    mail = OutboxMail.objects.create(
        kind=kind,
        user=to_user,
        to_address=to_address or to_user.email,
        subject=" ".join(subject.split())[:300],
        text=text.strip() + "\n",
        html=html,
        message_id=f"<{uuid.uuid4().hex}@{domain}>",
    )
    wake("core.mail.outbox.send_due")
    return mail


def due():
    """Mails to be sent now: waiting ones, and those whose sender died in mid-air."""
    now = timezone.now()
    stale = Q(state=OutboxMail.State.SENDING, claimed_at__lt=now - CLAIM_LASTS)
    return OutboxMail.objects.filter(Q(state=OutboxMail.State.QUEUED, due_at__lte=now) | stale)


def send_due(seconds: float = 5.0) -> bool:
    """Send for at most `seconds`; says whether more is due. Without an SMTP account the mails wait."""
    if not settings.EMAIL_URL:
        return False
    until = time.monotonic() + seconds
    ids = list(due().order_by("due_at", "id").values_list("pk", flat=True)[:200])
    connection = get_connection()
    try:
        for pk in ids:
            if time.monotonic() > until:
                return True
            if due().filter(pk=pk).update(state=OutboxMail.State.SENDING, claimed_at=timezone.now()):
                _send(OutboxMail.objects.get(pk=pk), connection)
    finally:
        connection.close()
    return len(ids) == 200


def _send(mail: OutboxMail, connection) -> None:
    try:
        if mail.user_id and not mail.user.is_active:
            raise smtplib.SMTPRecipientsRefused({mail.to_address: (550, b"the user was switched off")})
        message_of(mail, connection).send()
    except (OSError, smtplib.SMTPException) as error:
        connection.close()
        _refused(mail, error)
        return
    OutboxMail.objects.filter(pk=mail.pk).update(
        state=OutboxMail.State.SENT, sent_at=timezone.now(), attempts=mail.attempts + 1, last_error=""
    )


def message_of(mail: OutboxMail, connection=None) -> EmailMultiAlternatives:
    message = EmailMultiAlternatives(
        subject=mail.subject,
        body=mail.text,
        to=[mail.to_address],
        connection=connection,
        headers={"Message-ID": mail.message_id, "Auto-Submitted": "auto-generated"},
    )
    if mail.html:
        message.attach_alternative(mail.html, "text/html")
    return message


def _refused(mail: OutboxMail, error: Exception) -> None:
    attempts = mail.attempts + 1
    is_last = _is_permanent(error) or attempts > len(RETRY_MINUTES)
    delay = 0 if is_last else RETRY_MINUTES[attempts - 1]
    with transaction.atomic():
        OutboxMail.objects.filter(pk=mail.pk).update(
            state=OutboxMail.State.FAILED if is_last else OutboxMail.State.QUEUED,
            attempts=attempts,
            due_at=timezone.now() + dt.timedelta(minutes=delay),
            last_error=str(error)[:500],
        )


def _is_permanent(error: Exception) -> bool:
    """A 5xx answer to the recipient or the message; a refused login or a lost line is worth another try."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return all(code >= 500 for code, _said in error.recipients.values())
    if isinstance(error, smtplib.SMTPAuthenticationError):
        return False
    return isinstance(error, smtplib.SMTPResponseException) and error.smtp_code >= 500
