from django.urls import path

from roundtable.casework.assessments import views

urlpatterns = [
    path("course/<uuid:case_id>/what-we-bring/", views.bring, name="what_we_bring"),
    path("course/<uuid:case_id>/what-we-bring/<uuid:item_id>/", views.change, name="change_lines"),
    path("course/<uuid:case_id>/what-we-bring/open/", views.open_now, name="open_early"),
    path("course/<uuid:case_id>/what-we-bring/<uuid:item_id>/yes/", views.confirm, name="confirm_brought"),
]
