"""Acts of the owner on users: inviting, roles, switching off and on, ending sessions (ACC-02, ACC-07)."""

import re
from contextlib import contextmanager

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import F
from django.urls import reverse
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _

from core.accounts import invitations
from core.accounts.forms import TAKEN
from core.accounts.models import User
from core.audit import services as audit
from core.mail import outbox
from core.organisation.models import Organisation
from core.records.models import BusinessError

USER, ADMINISTRATOR, OWNER = "user", "administrator", "owner"


def role_of(user: User) -> str:
    if user.is_superuser:
        return OWNER
    return ADMINISTRATOR if user.is_crm_administrator else USER


def is_pending(user: User) -> bool:
    """Invited, and has not chosen a password yet."""
    return user.invited_at is not None and not user.has_usable_password()


def invite_user(*, email: str, first_name: str = "", last_name: str = "", role: str = USER, by) -> User:
    """Create a user without a password and queue the mail with the link that sets it."""
    organisation = Organisation.current()
    user = User(
        email=email, first_name=first_name, last_name=last_name, username=free_username(email),
        language=organisation.language, time_zone=organisation.time_zone, invited_at=timezone.now(),
        is_superuser=role == OWNER, is_crm_administrator=role == ADMINISTRATOR,
    )  # fmt: skip
    user.set_unusable_password()
    with _taken_is_refused(), transaction.atomic(), audit.acting(by):
        user.save()
        audit.log("user_invited", by=by, target=user, role=role)
        _send_invitation(user, by)
    return user


@contextmanager
def _taken_is_refused():
    """Two forms sent at the same instant both pass their check: the database refuses the second."""
    try:
        yield
    except IntegrityError:
        raise BusinessError(str(TAKEN))


def invite_again(user: User, *, by) -> None:
    """A new link; the old one holds no more."""
    if not is_pending(user) or not user.is_active:
        raise BusinessError(_("%(user)s has a password already, or is switched off.") % {"user": user})
    with transaction.atomic(), audit.acting(by):
        user.invited_at = timezone.now()
        user.save(update_fields=["invited_at"])
        audit.log("user_invited", by=by, target=user, role=role_of(user))
        _send_invitation(user, by)


def _send_invitation(user: User, by) -> None:
    outbox.queue("accounts/invitation", {"inviter": str(by), "address": invitation_address(user)}, to_user=user)


def invitation_address(user: User) -> str:
    return settings.BASE_URL + reverse("accept_invitation", args=[invitations.make_token(user)])


def free_username(email: str) -> str:
    """A user name made of the address: the part before the @, with a number where that is taken."""
    stem = re.sub(r"[^\w.+-]", "", slugify(email.partition("@")[0].replace(".", "-")))[:100] or "user"
    taken = {
        name.lower() for name in User.objects.filter(username__istartswith=stem).values_list("username", flat=True)
    }
    number, name = 1, stem
    while name.lower() in taken:
        number += 1
        name = f"{stem}{number}"
    return name


def save_user(user: User, role: str, *, by) -> None:
    """Save names, address and role, which a form has checked; the audit names the fields."""
    with _taken_is_refused(), transaction.atomic(), audit.acting(by):
        set_role(user, role, by=by)
        user.save(update_fields=["username", "email", "first_name", "last_name"])


def set_role(user: User, role: str, *, by) -> bool:
    """Says whether anything changed; the last owner stays one."""
    before = role_of(user)
    if role == before:
        return False
    with transaction.atomic(), audit.acting(by):
        if before == OWNER:
            _keep_an_owner(user)
        user.is_superuser, user.is_crm_administrator = role == OWNER, role == ADMINISTRATOR
        user.save(update_fields=["is_superuser", "is_crm_administrator"])
        audit.log("role_changed", by=by, target=user, before=before, role=role)
    return True


def switch_off(user: User, *, by) -> None:
    """No sign-in, no mail, no notice from now on; what the user wrote stays."""
    if user.pk == by.pk:
        raise BusinessError(_("You can’t switch yourself off. Another owner can."))
    with transaction.atomic(), audit.acting(by):
        _keep_an_owner(user)
        user.is_active = False
        user.session_epoch += 1
        user.save(update_fields=["is_active", "session_epoch"])
        audit.log("user_switched_off", by=by, target=user)


def switch_on(user: User, *, by) -> None:
    with transaction.atomic(), audit.acting(by):
        user.is_active = True
        user.save(update_fields=["is_active"])
        audit.log("user_switched_on", by=by, target=user)


def end_sessions(user: User, *, by) -> None:
    """Every device of this user asks for the password at its next request."""
    with transaction.atomic():
        User.objects.filter(pk=user.pk).update(session_epoch=F("session_epoch") + 1)
        audit.log("sessions_ended", by=by, target=user)
    user.refresh_from_db(fields=["session_epoch"])


def _keep_an_owner(user: User) -> None:
    """Refuse where nobody would be left who gives access rights; the owners' rows are locked while it is judged."""
    owners = User.objects.select_for_update().filter(is_superuser=True, is_active=True).order_by("pk")
    if [owner.pk for owner in owners] == [user.pk]:
        raise BusinessError(_("%(user)s is the only owner. Make somebody else an owner first.") % {"user": user})
