from __future__ import annotations

from django.urls import path

from gongkai.web.disclosure import bringing, editing, listing, numbering, views

app_name = "disclosure"
urlpatterns = [
    path("", listing.documents, name="documents"),
    path("export/<str:format>/", listing.export, name="export"),
    path("new/", editing.new, name="new"),
    path("index-numbers/", numbering.index_numbers, name="index-numbers"),
    path("<int:pk>/", views.document, name="document"),
    path("<int:pk>/edit/", editing.edit, name="edit"),
    path("<int:pk>/keep/", editing.keep_text, name="keep"),
    path("<int:pk>/files/", bringing.files, name="files"),
    path("<int:pk>/paste/", bringing.paste, name="paste"),
    path("<int:pk>/remarks/", bringing.remarks, name="remarks"),
    path("<int:pk>/compare/", views.compared, name="compare"),
]
