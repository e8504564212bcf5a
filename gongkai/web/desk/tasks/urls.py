from __future__ import annotations

from django.urls import path

from gongkai.web.desk.tasks import views

app_name = "tasks"
urlpatterns = [
    path("", views.overview, name="overview"),
    path("<uuid:task>/retry/", views.retry, name="retry"),
]
