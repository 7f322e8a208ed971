from django.urls import path

from roundtable.casework.cowriting import views

TOGETHER = "course/<uuid:case_id>/meeting/<uuid:roundtable_id>/together/"

urlpatterns = [
    path(TOGETHER, views.write_together, name="write_together"),
    path(f"{TOGETHER}begin/", views.begin_together, name="begin_together"),
    path(f"{TOGETHER}step/", views.one_more_step, name="one_more_step"),
    path(f"{TOGETHER}ask/", views.ask_everybody, name="ask_everybody"),
    path(f"{TOGETHER}asked/", views.what_is_asked, name="what_is_asked"),
    path(f"{TOGETHER}put-in/<slug:what>/", views.put_in, name="put_in"),
    path(f"{TOGETHER}quietly/", views.ask_quietly, name="ask_quietly"),
    path(f"{TOGETHER}quietly/<uuid:word_id>/", views.answer_quietly, name="answer_quietly"),
    path(f"{TOGETHER}along/<uuid:seat_id>/", views.read_along, name="read_along"),
]
