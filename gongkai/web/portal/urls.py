"""The public's addresses."""

from __future__ import annotations

from django.urls import path

from gongkai.web.portal import (
    agency_views,
    calendar,
    catalogue,
    contents,
    documents,
    errors,
    feeds,
    finding,
    registers,
    sitemaps,
    views,
)
from gongkai.web.portal.api import page as api_page

app_name = "portal"
urlpatterns = [
    path("", views.home, name="home"),
    path("guide/", documents.instance_guide, name="guide"),
    path("rules/", views.rules, name="rules"),
    path("content/", contents.instance, name="content"),
    path("content/<slug:item>/", contents.item, name="item"),
    path("content/<slug:item>/feed.<slug:form>", feeds.of_item, name="item-feed"),
    path("reports/", views.reports, name="reports"),
    path("request/", views.request_, name="request"),
    path("agencies/", views.agencies, name="agencies"),
    path("search/", finding.search, name="search"),
    path("search/feed.<slug:form>", feeds.of_search, name="search-feed"),
    path("feed.<slug:form>", feeds.everything, name="feed"),
    path("calendar/", calendar.this_month, name="calendar"),
    path("calendar/<int:year>/<int:month>/", calendar.month, name="calendar-month"),
    path("calendar/<int:year>/<int:month>/<int:day>/", calendar.day, name="calendar-day"),
    path("map/", sitemaps.site_map, name="map"),
    path("api/", api_page.page, name="api"),
    path("errors/", errors.status, name="error-status"),
    path("help/", views.help_, name="help"),
    path("accessibility/", views.accessibility, name="accessibility"),
    path("robots.txt", views.robots, name="robots"),
    path("sitemap.xml", sitemaps.sitemap, name="sitemap"),
    path("sitemap-<int:number>.xml", sitemaps.sitemap_part, name="sitemap-part"),
    path("favicon.ico", views.favicon, name="favicon"),
    path("a/<slug:slug>/", agency_views.agency, name="agency"),
    path("a/<slug:slug>/guide/", documents.guide, name="agency-guide"),
    path("a/<slug:slug>/rules/", documents.rules, name="agency-rules"),
    path("a/<slug:slug>/documents/<int:pk>/", documents.document, name="document"),
    path("a/<slug:slug>/documents/<int:pk>/text.<slug:form>", documents.document_file, name="document-file"),
    path("a/<slug:slug>/documents/<int:pk>/qr.svg", documents.qr, name="document-qr"),
    path("a/<slug:slug>/documents/<int:pk>/error/", errors.report, name="report-error"),
    path("a/<slug:slug>/feed.<slug:form>", feeds.of_agency, name="agency-feed"),
    path("a/<slug:slug>/content/", contents.agency, name="agency-content"),
    path("a/<slug:slug>/content/<slug:item>/", contents.section, name="section"),
    path("a/<slug:slug>/content/<slug:item>/feed.<slug:form>", feeds.of_section, name="section-feed"),
    path("a/<slug:slug>/catalogue/", catalogue.catalogue, name="agency-catalogue"),
    path("a/<slug:slug>/catalogue/<int:pk>/", catalogue.entry, name="catalogue-entry"),
    path("a/<slug:slug>/registers/<slug:room>/", registers.register, name="register"),
    path("a/<slug:slug>/topics/", registers.topics, name="agency-topics"),
    path("a/<slug:slug>/topics/<int:pk>/", registers.topic, name="topic"),
    path("a/<slug:slug>/reports/", agency_views.reports, name="agency-reports"),
    path("a/<slug:slug>/reports/<int:year>/", agency_views.report, name="report"),
    path("a/<slug:slug>/reports/<int:year>/data.<slug:form>", agency_views.report_data, name="report-data"),
    path("a/<slug:slug>/request/", agency_views.request_, name="agency-request"),
    path("a/<slug:slug>/request/form/", agency_views.form, name="agency-form"),
]
