from __future__ import annotations

from django.urls import path

from gongkai.web.annual import views

app_name = "annual"
urlpatterns = [path("<int:pk>/", views.report, name="report")]
