from __future__ import annotations

from django.urls import path

from gongkai.web.agencies.forms.acts import ACTS
from gongkai.web.agencies.views import acts, importing, listing

app_name = "agencies"
# The fixed words come first; checks.RESERVED keeps them from being an agency's code.
urlpatterns = [
    path("", listing.agency_list, name="list"),
    path("tree/", listing.tree, name="tree"),
    path("chooser/", listing.chooser, name="chooser"),
    path("export/<str:format>/", listing.export, name="export"),
    path("new/", acts.new, name="new"),
    path("import/", importing.upload, name="import"),
    path("import/preview/", importing.show_preview, name="preview"),
    path("import/wrong/", importing.wrong_lines, name="wrong-lines"),
    path("import/template/<str:format>/", importing.import_template, name="template"),
    path("<slug:slug>/", acts.detail, name="detail"),
    *(path(f"<slug:slug>/{name}/", acts.act_view(form), name=name) for name, form in ACTS.items()),
]
