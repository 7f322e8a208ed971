from django.urls import path

from roundtable.casework.guests import views

COURSE = "course/<uuid:case_id>/guests/"

urlpatterns = [
    path(COURSE, views.guests, name="guests"),
    path(f"{COURSE}meeting/<uuid:roundtable_id>/", views.invite_to_meeting, name="invite_guest_to_meeting"),
    path(f"{COURSE}step/<uuid:step_id>/", views.invite_to_step, name="invite_guest_to_step"),
    path(f"{COURSE}<uuid:link_id>/end/", views.end, name="end_guest"),
    path(f"{COURSE}<uuid:link_id>/new/", views.renew, name="renew_guest_link"),
    path("guest/<uuid:link_id>/", views.guest_page, name="guest_page"),
    path("guest/<uuid:link_id>/<str:secret>/", views.guest_door, name="guest_door"),
]
