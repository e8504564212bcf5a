from __future__ import annotations

from django.urls import include, path

from gongkai.web.disclosure import listing, numbering, views
from gongkai.web.disclosure.batches import views as batches
from gongkai.web.disclosure.catalogue import views as catalogue
from gongkai.web.disclosure.errors import views as errors
from gongkai.web.disclosure.normative import views as normative
from gongkai.web.disclosure.registers import figures
from gongkai.web.disclosure.registers import views as registers
from gongkai.web.disclosure.sheets import views as sheets
from gongkai.web.disclosure.topics import views as topics
from gongkai.web.disclosure.writing import bringing, editing

app_name = "disclosure"
urlpatterns = [
    path("", listing.documents, name="documents"),
    path("export/<str:format>/", listing.export, name="export"),
    path("", include("gongkai.web.disclosure.examining.urls")),
    path("new/", editing.new, name="new"),
    path("index-numbers/", numbering.index_numbers, name="index-numbers"),
    path("errors/", errors.reports, name="errors"),
    path("errors/<int:pk>/", errors.report, name="error"),
    path("catalogue/", catalogue.catalogues, name="catalogues"),
    path("catalogue/<slug:slug>/", catalogue.catalogue, name="catalogue-of"),
    path("normative/", normative.documents, name="normative"),
    path("normative/interpretations/", normative.interpretations, name="interpretations"),
    path("normative/clean-ups/", normative.clean_ups, name="clean-ups"),
    path("normative/clean-ups/<int:pk>/", normative.clean_up, name="clean-up"),
    path("<int:pk>/life/", normative.life, name="life"),
    path("registers/", registers.registers, name="registers"),
    path("registers/figures/<slug:name>/", figures.listed, name="figure"),
    path("registers/totals/<slug:slug>/", registers.totals, name="totals"),
    path("registers/<slug:room>/<slug:slug>/", registers.register, name="register"),
    path("batches/<int:pk>/", batches.batch, name="batch"),
    path("batches/<int:pk>/mask/", batches.mask, name="batch-mask"),
    path("batches/<int:pk>/overrule/", batches.overrule, name="batch-overrule"),
    path("batches/<slug:room>/<slug:slug>/", batches.gather, name="batch-gather"),
    path("topics/", topics.topics, name="topics"),
    path("topics/<int:pk>/", topics.topic, name="topic"),
    path("sheets/preview/", sheets.show_preview, name="sheet-preview"),
    path("sheets/<slug:room>/<slug:slug>/import/", sheets.upload, name="sheet-import"),
    path("sheets/<slug:room>/<slug:slug>/export/", sheets.export, name="sheet-export"),
    path("<int:pk>/", views.document, name="document"),
    path("<int:pk>/edit/", editing.edit, name="edit"),
    path("<int:pk>/keep/", editing.keep_text, name="keep"),
    path("<int:pk>/files/", bringing.files, name="files"),
    path("<int:pk>/paste/", bringing.paste, name="paste"),
    path("<int:pk>/remarks/", bringing.remarks, name="remarks"),
    path("<int:pk>/compare/", views.compared, name="compare"),
]
