from django.urls import path

from roundtable.casework.afterwards import views

MEETING = "course/<uuid:case_id>/meeting/<uuid:roundtable_id>/"

urlpatterns = [
    path(f"{MEETING}take-home/", views.end_of_meeting, name="end_of_meeting"),
    path(f"{MEETING}one-each/", views.tasks, name="write_tasks"),
    path(f"{MEETING}call/", views.call, name="note_call"),
    path(f"{MEETING}day-after/", views.questions, name="day_after"),
]
