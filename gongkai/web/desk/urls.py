from __future__ import annotations

from django.urls import path

from gongkai.web.desk import audit, help, search, views

app_name = "desk"
urlpatterns = [
    path("", views.home, name="home"),
    path("search/", search.search, name="search"),
    path("help/", help.page, name="help"),
    path("audit/", audit.audit, name="audit"),
]
