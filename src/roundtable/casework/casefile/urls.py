from django.urls import path

from roundtable.casework.casefile import views

urlpatterns = [
    path("course/<uuid:case_id>/", views.case_page_of, name="case_page"),
    path("course/<uuid:case_id>/ended/", views.ended_course, name="ended_course"),
    path("course/<uuid:case_id>/seen/", views.seen, name="mark_seen"),
    path("course/<uuid:case_id>/people/", views.people_at_table, name="people"),
    path("course/<uuid:case_id>/people/acts-for-me/", views.somebody_acts_for_me, name="name_representative"),
    path("course/<uuid:case_id>/people/acts-for-me/<uuid:seat_id>/end/", views.end_acting, name="end_representative"),
    path("course/<uuid:case_id>/acting-for/", views.acting_for, name="acting_for"),
    path("course/<uuid:case_id>/dates/", views.dates_and_letters, name="dates_and_letters"),
    path("course/<uuid:case_id>/time-line/", views.happened, name="time_line"),
    path("course/<uuid:case_id>/paper/", views.on_paper, name="on_paper"),
    path("course/<uuid:case_id>/paper/give/", views.give_paper, name="give_on_paper"),
    path("course/<uuid:case_id>/paper/invitation.pdf", views.invitation_pdf, name="invitation_pdf"),
    path("course/<uuid:case_id>/paper/what-we-bring.pdf", views.bring_pdf, name="bring_pdf"),
    path("course/<uuid:case_id>/paper/who-opened-what/<uuid:person_id>.pdf", views.opened_pdf, name="opened_pdf"),
    path("course/<uuid:case_id>/paper/end-of-the-course.pdf", views.closing_pdf, name="closing_pdf"),
    path("course/<uuid:case_id>/plan/take-home/", views.take_home_page, name="take_home"),
    path("course/<uuid:case_id>/plan/take-home/take-home.pdf", views.take_home_pdf, name="take_home_pdf"),
    path("course/<uuid:case_id>/you-told-us/", views.you_told_us, name="you_told_us"),
    path("course/<uuid:case_id>/search/", views.search_case, name="search_case"),
    path("search/", views.search_all, name="search"),
]
