from __future__ import annotations

from django.urls import path

from gongkai.web.annual import views
from gongkai.web.annual.comparing import views as comparing
from gongkai.web.annual.making import views as making

app_name = "annual"
urlpatterns = [
    path("", making.board, name="board"),
    path("compare/", comparing.table, name="compare"),
    path("compare/<str:what>.<str:format>", comparing.export, name="compare-export"),
    path("compare/<slug:slug>/", comparing.unit, name="compare-unit"),
    path("<int:pk>/", views.report, name="report"),
    path("<slug:slug>/<int:year>/", making.making, name="making"),
    path("<slug:slug>/<int:year>/begin/", making.begin, name="begin"),
    path("<slug:slug>/<int:year>/prose/", making.write, name="prose"),
    path("<slug:slug>/<int:year>/explain/", making.explain, name="explain"),
    path("<slug:slug>/<int:year>/cells/<str:cell>/", making.cell, name="cell"),
    path("<slug:slug>/<int:year>/cells/<str:cell>/adjust/", making.adjust, name="adjust"),
]
