from __future__ import annotations

from django.urls import path

from gongkai.web.disclosure.media import cleaning, lists, views

app_name = "media"
urlpatterns = [
    path("", views.accounts, name="accounts"),
    path("accounts.<slug:format>", lists.export, name="export"),
    path("import/", lists.take_in, name="import"),
    path("new/", views.new, name="new"),
    path("<int:pk>/", views.account, name="account"),
    path("<int:pk>/amend/", views.amend, name="amend"),
    path("cleanups/", cleaning.cleanups, name="cleanups"),
    path("cleanups/<int:pk>/", cleaning.cleanup, name="cleanup"),
]
