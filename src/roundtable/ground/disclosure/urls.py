"""Addresses of sharing."""

from django.urls import path

from roundtable.ground.disclosure import views

COURSE = "course/<uuid:case_id>/"

urlpatterns = [
    path(f"{COURSE}sharing/", views.sharing, name="sharing"),
    path(f"{COURSE}sharing/with/<uuid:seat_id>/", views.release_items_view, name="release_items"),
    path(f"{COURSE}sharing/<uuid:disclosure_id>/take-back/", views.withdraw_release_view, name="withdraw_release"),
    path(f"{COURSE}may-i/", views.may_i, name="may_i"),
    path(f"{COURSE}may-i/<uuid:item_id>/", views.answer_may_i_view, name="answer_may_i"),
    path(f"{COURSE}may-i/<uuid:item_id>/said-yes/", views.note_yes_aloud_view, name="note_yes_aloud"),
    path(f"{COURSE}ask/", views.ask_for_something_view, name="ask_for_something"),
    path(f"{COURSE}ask/<uuid:item_id>/reply/", views.reply_to_request_view, name="reply_to_request"),
    path(f"{COURSE}share-by-law/", views.share_by_law, name="share_by_law"),
    path(f"{COURSE}share-by-law/<uuid:item_id>/", views.disclose_on_ground_view, name="disclose_on_ground"),
    path(f"{COURSE}countersign/<uuid:disclosure_id>/", views.countersign_view, name="countersign"),
    path(f"{COURSE}close-for/<uuid:person_id>/", views.close_for_view, name="close_for"),
    path(f"{COURSE}close-for/<uuid:person_id>/as-said/", views.note_closing_view, name="note_closing"),
    path(f"{COURSE}who-opened-what/", views.who_opened_what, name="who_opened_what"),
]
