"""Addresses of files."""

from __future__ import annotations

from django.urls import path

from gongkai.web.files import views

app_name = "files"
urlpatterns = [path("<uuid:uuid>/<str:name>", views.serve, name="serve")]
