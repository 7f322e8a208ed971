from django.urls import path

from roundtable.casework.referrals import views

urlpatterns = [
    path("referrals/", views.my_referrals, name="my_referrals"),
    path("referrals/new/", views.write_referral, name="write_referral"),
    path("referrals/drafts/<uuid:draft_id>/", views.write_referral, name="referral_draft"),
    path("inbox/", views.inbox, name="inbox"),
    path("inbox/links/", views.link_referrals, name="link_referrals"),
    path("course/<uuid:case_id>/referral/", views.referral, name="referral"),
    path("course/<uuid:case_id>/referral/accept/", views.accept_referral, name="accept_referral"),
    path("course/<uuid:case_id>/referral/decline/", views.decline_referral, name="decline_referral"),
    path("course/<uuid:case_id>/referral/return/", views.return_referral, name="return_referral"),
    path("course/<uuid:case_id>/referral/send-again/", views.send_again, name="send_again"),
    path("course/<uuid:case_id>/referral/withdraw/", views.withdraw_referral, name="withdraw_referral"),
    path("course/<uuid:case_id>/referral/confirm/", views.confirm_referral, name="confirm_referral"),
    path("course/<uuid:case_id>/referral/yes/", views.note_later_yes, name="note_later_yes"),
    path("course/<uuid:case_id>/referral/no/", views.say_no, name="say_no"),
]
