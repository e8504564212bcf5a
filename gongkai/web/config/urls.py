"""All addresses of the instance: the portal for everybody, the desk for officers, and one door to log in."""

from __future__ import annotations

from django.urls import include, path

from gongkai.web.config import health
from gongkai.web.config.look import choose
from gongkai.web.portal.previews import preview

handler400 = "gongkai.web.config.refusals.bad_request"
handler500 = "gongkai.web.config.refusals.failed"
urlpatterns = [
    path("healthz", health.alive, name="healthz"),
    path("readyz", health.ready, name="readyz"),
    path("metrics", health.metrics, name="metrics"),
    path("desk/", include("gongkai.web.desk.urls")),
    path("desk/tasks/", include("gongkai.web.desk.tasks.urls")),
    path("desk/agencies/", include("gongkai.web.agencies.urls")),
    path("desk/officers/", include("gongkai.web.agencies.offices.urls")),
    path("desk/channels/", include("gongkai.web.disclosure.releases.urls")),
    path("desk/media/", include("gongkai.web.disclosure.media.urls")),
    path("desk/documents/<int:pk>/versions/<int:number>/", preview, name="preview"),
    path("desk/documents/", include("gongkai.web.disclosure.urls")),
    path("desk/requests/", include("gongkai.web.requests.urls")),
    path("desk/annual/", include("gongkai.web.annual.urls")),
    path("desk/workflow/", include("gongkai.web.workflow.urls")),
    path("accounts/", include("gongkai.web.accounts.urls")),
    path("look/", choose, name="look"),
    path("files/", include("gongkai.web.files.urls")),
    path("api/", include("gongkai.web.portal.api.urls")),
    path("", include("gongkai.web.portal.urls")),
]
