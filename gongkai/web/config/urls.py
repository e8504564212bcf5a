"""All addresses of the instance: the portal for everybody, the desk for officers, and one door to log in."""

from __future__ import annotations

from django.urls import include, path

from gongkai.web.config.look import choose

urlpatterns = [
    path("desk/", include("gongkai.web.desk.urls")),
    path("desk/agencies/", include("gongkai.web.agencies.urls")),
    path("accounts/", include("gongkai.web.accounts.urls")),
    path("look/", choose, name="look"),
    path("files/", include("gongkai.web.files.urls")),
    path("", include("gongkai.web.portal.urls")),
]
