"""The addresses of allauth that Carnet needs, and no other: nobody signs up or keeps a list of addresses here."""

from allauth.account import views as allauth_views
from django.urls import path, re_path

from crm_site.views import invitation, sign_in

urlpatterns = [
    path("login/", sign_in.SignInView.as_view(), name="account_login"),
    path("logout/", sign_in.SignOutView.as_view(), name="account_logout"),
    path("password/change/", sign_in.ChangePasswordView.as_view(), name="account_change_password"),
    path("password/reset/", sign_in.ResetView.as_view(), name="account_reset_password"),
    path("password/reset/done/", allauth_views.password_reset_done, name="account_reset_password_done"),
    re_path(
        r"^password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        sign_in.ResetKeyView.as_view(),
        name="account_reset_password_from_key",
    ),
    path(
        "password/reset/key/done/",
        allauth_views.password_reset_from_key_done,
        name="account_reset_password_from_key_done",
    ),
    path("invitation/<str:token>/", invitation.accept, name="accept_invitation"),
]
