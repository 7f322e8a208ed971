from django.urls import path

from roundtable.ground.programmes import views

urlpatterns = [
    path("about-me/", views.about_me, name="about_me"),
    path("people/<uuid:person_id>/", views.person_page, name="person_page"),
]
