"""The link that an invited person sets a password with: signed, for a week, and for one use."""

import datetime as dt

from django.core import signing
from django.utils.crypto import salted_hmac

from .models import User

SALT = "core.accounts.invitation"
LASTS = dt.timedelta(days=7)


def make_token(user: User) -> str:
    return signing.dumps([user.pk, _state(user)], salt=SALT)


def read_token(token: str) -> User | None:
    """Whom the link was made for, while it holds: until a week, a password, a new invitation or address end it."""
    try:
        pk, state = signing.loads(token, salt=SALT, max_age=LASTS)
    except signing.BadSignature:
        return None
    user = User.objects.filter(pk=pk, is_active=True, invited_at__isnull=False).first()
    return user if user and _state(user) == state else None


def _state(user: User) -> str:
    text = f"{user.password} {user.email} {user.invited_at.isoformat() if user.invited_at else ''}"
    return salted_hmac(SALT, text, algorithm="sha256").hexdigest()[:32]
