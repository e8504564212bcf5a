from __future__ import annotations

from django.urls import include, path

from gongkai.web.disclosure import editing, listing, numbering, views
from gongkai.web.disclosure.errors import views as errors

app_name = "disclosure"
urlpatterns = [
    path("", listing.documents, name="documents"),
    path("export/<str:format>/", listing.export, name="export"),
    path("", include("gongkai.web.disclosure.examining.urls")),
    path("new/", editing.new, name="new"),
    path("index-numbers/", numbering.index_numbers, name="index-numbers"),
    path("errors/", errors.reports, name="errors"),
    path("errors/<int:pk>/", errors.report, name="error"),
    path("<int:pk>/", views.document, name="document"),
    path("<int:pk>/edit/", editing.edit, name="edit"),
    path("<int:pk>/keep/", editing.keep_text, name="keep"),
    path("<int:pk>/versions/<int:number>/", views.preview, name="preview"),
    path("<int:pk>/compare/", views.compared, name="compare"),
]
