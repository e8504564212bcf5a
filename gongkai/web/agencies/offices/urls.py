from __future__ import annotations

from django.urls import path

from gongkai.web.agencies.offices import absence_views, office_views, review_views, views

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
    path("<int:pk>/deactivate/", views.deactivate, name="deactivate"),
    path("<int:pk>/reactivate/", views.reactivate, name="reactivate"),
    path("<int:pk>/password/", views.password, name="password"),
    path("<int:pk>/second-factor/", views.second_factor, name="second-factor"),
    path("<int:pk>/sessions/", views.sessions, name="sessions"),
]
