from __future__ import annotations

from django.urls import path

from gongkai.web.requests import listing, views

app_name = "requests"
urlpatterns = [
    path("", listing.cases, name="cases"),
    path("register.<str:format>", listing.register, name="register"),
    path("new/", views.enter, name="new"),
    path("<int:pk>/", views.case, name="case"),
    path("<int:pk>/record/<str:fact>/", views.record, name="record"),
    path("<int:pk>/assign/", views.assign, name="assign"),
    path("<int:pk>/facts/<int:fact>/strike/", views.strike, name="strike"),
]
