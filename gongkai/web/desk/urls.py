from __future__ import annotations

from django.urls import path

from gongkai.web.desk import audit, views

app_name = "desk"
urlpatterns = [
    path("", views.home, name="home"),
    path("audit/", audit.audit, name="audit"),
]
