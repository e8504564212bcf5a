"""The public's addresses."""

from __future__ import annotations

from django.urls import path

from gongkai.web.portal import views

app_name = "portal"
urlpatterns = [
    path("", views.home, name="home"),
    path("guide/", views.guide, name="guide"),
    path("rules/", views.rules, name="rules"),
    path("content/", views.content, name="content"),
    path("reports/", views.reports, name="reports"),
    path("request/", views.request_, name="request"),
    path("agencies/", views.agencies, name="agencies"),
    path("search/", views.search, name="search"),
    path("help/", views.help_, name="help"),
    path("accessibility/", views.accessibility, name="accessibility"),
]
