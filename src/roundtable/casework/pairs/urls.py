from django.urls import path

from roundtable.casework.pairs import views

urlpatterns = [
    path("team/", views.team, name="team"),
    path("course/<uuid:case_id>/add/", views.add_professional, name="add_professional"),
]
