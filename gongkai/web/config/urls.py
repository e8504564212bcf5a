"""All addresses of the instance: the portal for everybody, the desk for officers, and one door to log in."""

from __future__ import annotations

from django.urls import include, path

from gongkai.web.config.look import choose

urlpatterns = [
    path("desk/", include("gongkai.web.desk.urls")),
    path("desk/agencies/", include("gongkai.web.agencies.urls")),
    path("desk/documents/", include("gongkai.web.disclosure.urls")),
    path("desk/workflow/", include("gongkai.web.workflow.urls")),
    path("accounts/", include("gongkai.web.accounts.urls")),
    path("look/", choose, name="look"),
    path("", include("gongkai.web.portal.urls")),
]
