from __future__ import annotations

from django.urls import path

from gongkai.web.disclosure.releases import article, entering, listing, posters, timely

app_name = "channels"
urlpatterns = [
    path("", listing.table, name="table"),
    path("table.<slug:format>", listing.export_table, name="export-table"),
    path("releases/", listing.releases, name="releases"),
    path("releases.<slug:format>", listing.export, name="export"),
    path("releases/new/", entering.many, name="many"),
    path("releases/<int:pk>/strike/", entering.struck, name="strike"),
    path("timeliness/", timely.timeliness, name="timeliness"),
    path("timeliness.<slug:format>", timely.export, name="export-timeliness"),
    path("documents/<int:pk>/", entering.document, name="document"),
    path("documents/<int:pk>/wechat/", article.page, name="article"),
    path("documents/<int:pk>/wechat.zip", article.package, name="package"),
    path("documents/<int:pk>/poster-<slug:paper>.pdf", posters.poster, name="poster"),
]
