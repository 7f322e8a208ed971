from django.urls import path

from roundtable.casework.pairs import views

urlpatterns = [path("team/", views.team, name="team")]
