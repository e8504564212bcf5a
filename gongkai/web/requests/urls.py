from __future__ import annotations

from django.urls import path

from gongkai.web.requests import listing, views
from gongkai.web.requests.letters import views as letters
from gongkai.web.requests.remedies import views as remedies

app_name = "requests"
urlpatterns = [
    path("", listing.cases, name="cases"),
    path("register.<str:format>", listing.register, name="register"),
    path("new/", views.enter, name="new"),
    path("<int:pk>/", views.case, name="case"),
    path("<int:pk>/record/<str:fact>/", views.record, name="record"),
    path("<int:pk>/assign/", views.assign, name="assign"),
    path("<int:pk>/facts/<int:fact>/strike/", views.strike, name="strike"),
    path("<int:pk>/letters/<slug:kind>/", letters.new, name="letter-new"),
    path("letters/<int:pk>/", letters.letter, name="letter"),
    path("letters/<int:pk>/edit/", letters.edit, name="letter-edit"),
    path("letters/<int:pk>/send/", letters.send, name="letter-send"),
    path("letters/<int:pk>/preview/", letters.preview, name="letter-preview"),
    path("letters/<int:pk>/letter.<str:form>", letters.file, name="letter-file"),
    path("remedies/", remedies.listing, name="remedies"),
    path("remedies.<str:format>", remedies.export, name="remedies-export"),
    path("<int:pk>/remedies/new/", remedies.enter, name="remedy-new"),
    path("remedies/<int:pk>/", remedies.remedy, name="remedy"),
    path("remedies/<int:pk>/reply/", remedies.reply, name="remedy-reply"),
    path("remedies/<int:pk>/conclude/", remedies.conclude, name="remedy-conclude"),
    path("remedies/<int:pk>/strike/", remedies.strike, name="remedy-strike"),
    path("settings/<slug:slug>/", letters.settings, name="settings"),
]
