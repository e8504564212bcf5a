from __future__ import annotations

from django.urls import path

from gongkai.web.disclosure.examining import leaks, views

urlpatterns = [
    path("examine/", views.look, name="examine"),
    path("leaks/", leaks.leaks, name="leaks"),
    path("<int:pk>/examination/", views.examination, name="examination"),
    path("<int:pk>/examination/mend/", views.mend, name="mend"),
    path("<int:pk>/examination/ruling/", views.ruling, name="ruling"),
]
