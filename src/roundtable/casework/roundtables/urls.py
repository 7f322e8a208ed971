from django.urls import path

from roundtable.casework.roundtables.views import appointment, before, companions, corrections, meeting, together

MEETING = "course/<uuid:case_id>/meeting/"

urlpatterns = [
    path(MEETING, meeting.roundtable, name="roundtable"),
    path(f"{MEETING}call/", appointment.call, name="call_roundtable"),
    path(f"{MEETING}prepare/", before.prepare, name="prepare_roundtable"),
    path(f"{MEETING}wishes/", before.wishes, name="wish_for_meeting"),
    path(f"{MEETING}not-this/", before.topics, name="keep_out_of_meeting"),
    path(f"{MEETING}not-this/<uuid:item_id>/back/", before.topic_back, name="take_topic_back"),
    path(f"{MEETING}points/", before.point, name="add_point"),
    path(f"{MEETING}together/", together.go_through_together, name="go_through_together"),
    path(f"{MEETING}hello/<uuid:person_id>/", together.hello, name="say_hello"),
    path(f"{MEETING}companion/", companions.invite, name="invite_companion"),
    path(f"{MEETING}companion/<uuid:seat_id>/end/", companions.remove, name="remove_companion"),
    path(f"{MEETING}companion/<uuid:seat_id>/give/", companions.give, name="give_meeting"),
    path(f"{MEETING}what-i-may-do/", companions.what_i_may_do, name="what_i_may_do"),
    path(f"{MEETING}invitation/", meeting.invitation, name="invitation"),
    path(f"{MEETING}lines/", meeting.confirm, name="confirm_lines"),
    path(f"{MEETING}lines/<uuid:item_id>/", meeting.correct, name="correct_line"),
    path(f"{MEETING}<uuid:roundtable_id>/", meeting.past, name="past_roundtable"),
    path(f"{MEETING}<uuid:roundtable_id>/answer/", before.answer, name="answer_invitation"),
    path(f"{MEETING}<uuid:roundtable_id>/move/", appointment.move, name="move_roundtable"),
    path(f"{MEETING}<uuid:roundtable_id>/take-time/", appointment.take_time, name="take_other_time"),
    path(f"{MEETING}<uuid:roundtable_id>/last/", appointment.last, name="mark_last"),
    path(f"{MEETING}<uuid:roundtable_id>/cancel/", appointment.cancel, name="cancel_roundtable"),
    path(f"{MEETING}<uuid:roundtable_id>/held/", appointment.hold, name="hold_roundtable"),
    path(f"{MEETING}<uuid:roundtable_id>/write/", meeting.write, name="write_lines"),
    path(f"{MEETING}<uuid:roundtable_id>/correct/", corrections.correct, name="correct_minutes"),
    path(f"{MEETING}<uuid:roundtable_id>/pen/", meeting.pen, name="take_pen"),
]
