from django.urls import path

from roundtable.casework.cases import views

urlpatterns = [
    path("team/move/", views.move_caseload, name="move_caseload"),
    path("course/<uuid:case_id>/hand-over/", views.replace_professional, name="replace_professional"),
    path("course/<uuid:case_id>/close/", views.close_case, name="close_case"),
    path("course/<uuid:case_id>/reopen/", views.reopen_case, name="reopen_case"),
    path("course/<uuid:case_id>/phase/", views.change_phase, name="change_phase"),
    path("course/<uuid:case_id>/end/", views.plan_end, name="plan_end"),
    path("course/<uuid:case_id>/afterwards/", views.bridge, name="bridge"),
    path("course/<uuid:case_id>/afterwards/name/", views.name_bridge, name="name_bridge"),
    path("course/<uuid:case_id>/read-first/<uuid:coming_id>/", views.write_read_first, name="write_read_first"),
]
