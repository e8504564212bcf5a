from __future__ import annotations

from django.urls import path

from gongkai.web.disclosure.examining import views

urlpatterns = [
    path("examine/", views.look, name="examine"),
    path("<int:pk>/examination/", views.examination, name="examination"),
    path("<int:pk>/examination/mend/", views.mend, name="mend"),
    path("<int:pk>/examination/ruling/", views.ruling, name="ruling"),
]
