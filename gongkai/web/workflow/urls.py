from __future__ import annotations

from django.urls import path

from gongkai.web.workflow import progress, views

app_name = "workflow"
urlpatterns = [
    path("<int:pk>/", views.process, name="process"),
    path("<int:pk>/act/", views.act, name="act"),
    path("<int:pk>/sheet/", views.sheet, name="sheet"),
    path("progress/", progress.progress, name="progress"),
    path("progress/export/<str:format>/", progress.export, name="progress-export"),
    path("chains/", views.chains, name="chains"),
    path("chains/<int:agency>/<slug:kind>/", views.chain, name="chain"),
]
