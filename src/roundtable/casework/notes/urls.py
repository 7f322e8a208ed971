from django.urls import path

from roundtable.casework.notes import views

urlpatterns = [
    path("course/<uuid:case_id>/messages/<uuid:person_id>/", views.write_message_to, name="write_message"),
    path("course/<uuid:case_id>/write/", views.write_note_here, name="write_note"),
    path("course/<uuid:case_id>/notes/", views.notes, name="notes"),
    path("course/<uuid:case_id>/notes/<uuid:item_id>/", views.note, name="note"),
    path("course/<uuid:case_id>/notes/<uuid:item_id>/correct/", views.correct, name="correct_note"),
    path("course/<uuid:case_id>/notebook/", views.notebook, name="notebook"),
    path("course/<uuid:case_id>/contacts/", views.contact_list, name="contacts"),
    path("course/<uuid:case_id>/contacts/new/", views.new_contact, name="record_contact"),
    path("course/<uuid:case_id>/contacts/<uuid:item_id>/", views.mark, name="mark_contact"),
    path("course/<uuid:case_id>/drafts/<uuid:item_id>/discard/", views.discard, name="discard_draft"),
    path("drafts/", views.my_drafts, name="drafts"),
]
