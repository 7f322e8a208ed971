from django.urls import path

from roundtable.casework.calendars import views

urlpatterns = [
    path("calendar/", views.my_calendar, name="my_calendar"),
    path("calendar/end/", views.end_calendar, name="end_calendar"),
    path("calendar/<str:token>.ics", views.calendar_feed, name="calendar_feed"),
    path("meeting/answer/<str:token>/", views.answer_link, name="answer_by_link"),
    path("course/<uuid:case_id>/meeting/<uuid:roundtable_id>/reached/", views.who_was_reached, name="who_was_reached"),
]
