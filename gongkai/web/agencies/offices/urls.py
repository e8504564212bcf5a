from __future__ import annotations

from django.urls import path

from gongkai.web.agencies.offices import absence_views, office_views, review_views, views
from gongkai.web.agencies.offices.account_views import DEEDS, account_view

app_name = "officers"
urlpatterns = [
    path("", views.index, name="index"),
    path("new/", views.new, name="new"),
    path("reviews/", review_views.index, name="reviews"),
    path("absences/", absence_views.index, name="absences"),
    path("absences/<int:pk>/end/", absence_views.end, name="absence-end"),
    path("offices/<int:pk>/end/", office_views.end, name="office-end"),
    path("offices/<int:pk>/confirm/", review_views.confirm, name="office-confirm"),
    path("<int:pk>/", views.detail, name="detail"),
    path("<int:pk>/absences/", absence_views.of_another, name="absences-of"),
    path("<int:pk>/correct/", views.correct, name="correct"),
    path("<int:pk>/appoint/", office_views.appoint, name="appoint"),
    *(path(f"<int:pk>/{name}/", account_view(deed), name=name) for name, deed in DEEDS.items()),
]
