"""The public's addresses."""

from __future__ import annotations

from django.urls import path

from gongkai.web.portal import (
    agency_views,
    contents,
    documents,
    feeds,
    finding,
    kiosk,
    screens,
    sitemaps,
    views,
)

app_name = "portal"
urlpatterns = [
    path("", views.home, name="home"),
    path("guide/", documents.instance_guide, name="guide"),
    path("rules/", views.rules, name="rules"),
    path("content/", contents.instance, name="content"),
    path("reports/", views.reports, name="reports"),
    path("request/", views.request_, name="request"),
    path("agencies/", views.agencies, name="agencies"),
    path("search/", finding.search, name="search"),
    path("help/", views.help_, name="help"),
    path("accessibility/", views.accessibility, name="accessibility"),
    path("robots.txt", views.robots, name="robots"),
    path("sitemap.xml", sitemaps.sitemap, name="sitemap"),
    path("favicon.ico", views.favicon, name="favicon"),
    path("feed.<slug:form>", feeds.instance, name="feed"),
    path("screen/<slug:slug>/", screens.screen, name="screen"),
    path("screen/<slug:slug>/<int:number>/", screens.screen, name="slide"),
    path("kiosk/<slug:slug>/", kiosk.start, name="kiosk"),
    path("kiosk/<slug:slug>/guide/", kiosk.guide, name="kiosk-guide"),
    path("kiosk/<slug:slug>/content/", kiosk.contents, name="kiosk-contents"),
    path("kiosk/<slug:slug>/content/<slug:item>/", kiosk.section, name="kiosk-section"),
    path("kiosk/<slug:slug>/documents/<int:pk>/", kiosk.document, name="kiosk-document"),
    path("kiosk/<slug:slug>/search/", kiosk.search, name="kiosk-search"),
    path("kiosk/<slug:slug>/request/", kiosk.request_, name="kiosk-request"),
    path("kiosk/<slug:slug>/request/form/", kiosk.form, name="kiosk-form"),
    path("kiosk/<slug:slug>/contact/", kiosk.contact, name="kiosk-contact"),
    path("a/<slug:slug>/feed.<slug:form>", feeds.agency, name="agency-feed"),
    path("a/<slug:slug>/content/<slug:item>/feed.<slug:form>", feeds.section, name="section-feed"),
    path("a/<slug:slug>/", agency_views.agency, name="agency"),
    path("a/<slug:slug>/guide/", documents.guide, name="agency-guide"),
    path("a/<slug:slug>/rules/", documents.rules, name="agency-rules"),
    path("a/<slug:slug>/documents/<int:pk>/", documents.document, name="document"),
    path("a/<slug:slug>/documents/<int:pk>/text.<slug:form>", documents.document_file, name="document-file"),
    path("a/<slug:slug>/content/", contents.agency, name="agency-content"),
    path("a/<slug:slug>/content/<slug:item>/", contents.section, name="section"),
    path("a/<slug:slug>/reports/", agency_views.reports, name="agency-reports"),
    path("a/<slug:slug>/reports/<int:year>/", agency_views.report, name="report"),
    path("a/<slug:slug>/reports/<int:year>/data.<slug:form>", agency_views.report_data, name="report-data"),
    path("a/<slug:slug>/request/", agency_views.request_, name="agency-request"),
    path("a/<slug:slug>/request/form/", agency_views.form, name="agency-form"),
]
