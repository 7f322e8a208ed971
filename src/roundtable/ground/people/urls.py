from django.urls import path

from roundtable.ground.people.views import account, letters, links, staff

# Some views answer to a second name: the one by which allauth finds the next of its steps.
urlpatterns = [
    path("sign-in/", links.sign_in, name="sign_in"),
    path("sign-in/mail-sent/", links.link_sent, name="link_sent"),
    path("sign-in/link/<str:token>/", links.open_link, name="open_link"),
    path("sign-in/letter/", links.enter_letter_code, name="enter_letter_code"),
    path("sign-in/letter/use/", links.use_letter, name="use_letter"),
    path("sign-in/password/<str:token>/", staff.set_password, name="set_password"),
    path("sign-in/staff/", staff.SignInStaff.as_view(), name="sign_in_staff"),
    path("sign-in/staff/", staff.SignInStaff.as_view(), name="account_login"),
    path("sign-in/second-step/", staff.SecondStep.as_view(), name="second_step"),
    path("sign-in/second-step/", staff.SecondStep.as_view(), name="mfa_authenticate"),
    path("sign-in/again/", staff.SignInAgain.as_view(), name="sign_in_again"),
    path("sign-in/again/", staff.SignInAgain.as_view(), name="account_reauthenticate"),
    path("sign-in/again/code/", staff.SignInAgainByCode.as_view(), name="mfa_reauthenticate"),
    path("account/", account.account_settings, name="account_settings"),
    path("account/", account.account_settings, name="mfa_index"),
    path("account/", account.account_settings, name="mfa_deactivate_totp"),
    path("account/second-step/", staff.SetUpSecondStep.as_view(), name="set_up_second_step"),
    path("account/second-step/", staff.SetUpSecondStep.as_view(), name="mfa_activate_totp"),
    path("account/recovery-codes/", staff.RecoveryCodes.as_view(), name="recovery_codes"),
    path("account/recovery-codes/", staff.RecoveryCodes.as_view(), name="mfa_view_recovery_codes"),
    path("account/recovery-codes/new/", staff.NewRecoveryCodes.as_view(), name="new_recovery_codes"),
    path("sign-out/", account.sign_out, name="sign_out"),
    path("quick-exit/", account.quick_exit, name="quick_exit"),
    path("clouds/", account.neutral_page, name="neutral_page"),
    path("hat/", account.wear_hat, name="wear_hat"),
    path("kept/<uuid:kept_id>/", account.kept_form, name="kept_form"),
    path("kept/<uuid:kept_id>/send/", account.send_kept, name="send_kept"),
    path("kept/<uuid:kept_id>/throw-away/", account.throw_away_kept, name="throw_away_kept"),
    path("account/letters/stop/", account.stop_letters, name="stop_letters"),
    path("letters/", letters.letters_to_print, name="letters_to_print"),
    path("letters/<uuid:ask_id>/print/", letters.print_asked_letter, name="print_asked_letter"),
    path("course/<uuid:case_id>/people/<uuid:person_id>/letter/", letters.print_letter, name="print_letter"),
]
