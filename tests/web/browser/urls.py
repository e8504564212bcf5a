from __future__ import annotations

from django.urls import path

from gongkai.web.config.urls import urlpatterns as own
from tests.web.browser.gallery import error, gallery, large_table

urlpatterns = [
    path("gallery/", gallery),
    path("gallery/table/", large_table),
    path("gallery/<slug:name>/", error),
    *own,
]
