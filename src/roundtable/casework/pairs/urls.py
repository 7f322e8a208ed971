from django.urls import path

from roundtable.casework.pairs import views

urlpatterns = [
    path("team/", views.team, name="team"),
    path("course/<uuid:case_id>/add/", views.add_professional, name="add_professional"),
    path("team/away/<uuid:person_id>/", views.away_for, name="away_for"),
    path("team/cover/<uuid:absence_id>/", views.seat_cover, name="seat_cover"),
    path("away/", views.away, name="away"),
]
