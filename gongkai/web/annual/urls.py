from __future__ import annotations

from django.urls import path

from gongkai.web.annual import views
from gongkai.web.annual.collecting import filing_views as filings
from gongkai.web.annual.collecting import views as collecting
from gongkai.web.annual.comparing import views as comparing
from gongkai.web.annual.delivering import views as delivering
from gongkai.web.annual.making import cell_views as cells
from gongkai.web.annual.making import views as making
from gongkai.web.annual.rollup import views as rollup

app_name = "annual"
urlpatterns = [
    path("", making.board, name="board"),
    path("compare/", comparing.table, name="compare"),
    path("compare/<str:what>.<str:format>", comparing.export, name="compare-export"),
    path("compare/<slug:slug>/", comparing.unit, name="compare-unit"),
    path("compare/<slug:slug>/unit.<str:format>", comparing.unit_export, name="compare-unit-export"),
    path("former/", views.former, name="former"),
    path("<int:pk>/publish/", views.publish, name="publish"),
    path("<int:pk>/", views.report, name="report"),
    path("collecting/", collecting.index, name="collecting"),
    path("collecting/<slug:slug>/<int:year>/", collecting.board, name="collection"),
    path("collecting/<slug:slug>/<int:year>/open/", collecting.open_year, name="collection-open"),
    path("collecting/<slug:slug>/<int:year>/remind/", collecting.remind, name="collection-remind"),
    path("collecting/<slug:slug>/<int:year>/add/", collecting.add, name="collection-add"),
    path("collecting/<slug:slug>/<int:year>/deliveries/", delivering.deliveries, name="deliveries"),
    path("deliveries/<int:pk>/", delivering.delivery, name="delivery"),
    path("deliveries/<int:pk>/<int:number>/", delivering.settle, name="delivery-settle"),
    path("collecting/<slug:slug>/<int:year>/sums/", rollup.rollup, name="rollup"),
    path("collecting/<slug:slug>/<int:year>/sums/<str:cell>/", rollup.cell, name="rollup-cell"),
    path("filings/<int:pk>/", filings.filing, name="filing"),
    path("filings/<int:pk>/upload/", filings.upload, name="filing-upload"),
    path("filings/<int:pk>/fetch/", filings.fetch, name="filing-fetch"),
    path("filings/<int:pk>/cells/<str:cell>/", filings.cell, name="filing-cell"),
    path("filings/<int:pk>/<slug:act>/", filings.do, name="filing-do"),
    path("<slug:slug>/<int:year>/anew/", making.anew, name="anew"),
    path("<slug:slug>/<int:year>/take/", making.take, name="take"),
    path("<slug:slug>/<int:year>/", making.making, name="making"),
    path("<slug:slug>/<int:year>/begin/", making.begin, name="begin"),
    path("<slug:slug>/<int:year>/prose/", making.write, name="prose"),
    path("<slug:slug>/<int:year>/explain/", making.explain, name="explain"),
    path("<slug:slug>/<int:year>/cells/<str:cell>/", cells.cell, name="cell"),
    path("<slug:slug>/<int:year>/cells/<str:cell>/adjust/", cells.adjust, name="adjust"),
]
