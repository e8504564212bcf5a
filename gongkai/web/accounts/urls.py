"""The one door: allauth's views that we want, by name; nothing else of it can be reached."""

from __future__ import annotations

from allauth.account import views as account
from django.urls import path

urlpatterns = [
    path("login/", account.login, name="account_login"),
    path("logout/", account.logout, name="account_logout"),
]
