"""The addresses of an instance from which mail goes out."""

from __future__ import annotations

from django.urls import include, path

from gongkai.web.accounts.urls import recovery_by_mail
from gongkai.web.config.urls import urlpatterns as own

urlpatterns = [path("accounts/", include(recovery_by_mail)), *own]
