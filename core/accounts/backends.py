"""Who a login and a password belong to; one password check whoever it is, so that time tells nothing (ACC-01)."""

from allauth.account import auth_backends

from .models import User, find_user


class AuthenticationBackend(auth_backends.AuthenticationBackend):
    """Allauth's checks an e-mail twice and an unknown name once; here it is once, for a stranger too."""

    def authenticate(self, request, username=None, password=None, **credentials):
        if not password:
            return None
        user = find_user(username or credentials.get("email") or "")
        if user is None or not user.has_usable_password():
            User().set_password(password)
            return None
        is_right = user.check_password(password)
        return user if is_right and self.user_can_authenticate(user) else None
