from __future__ import annotations

from django.urls import path

from gongkai.web.desk import audit, help, seals, search, views
from gongkai.web.desk.opening import views as opening

app_name = "desk"
urlpatterns = [
    path("", views.home, name="home"),
    path("search/", search.search, name="search"),
    path("help/", help.page, name="help"),
    path("audit/", audit.audit, name="audit"),
    path("audit/seals/", seals.seals, name="seals"),
    path("audit/seals.csv", seals.seals_file, name="seals-file"),
    path("open-to-all/<int:pk>/", opening.enter, name="open-to-all"),
]
