"""The pages of referrals: one's own, the inbox, and the referral of one course."""

from roundtable.casework.referrals.views.course import (
    accept_referral,
    confirm_referral,
    decline_referral,
    note_later_yes,
    referral,
    return_referral,
    say_no,
    send_again,
    withdraw_referral,
)
from roundtable.casework.referrals.views.home import inbox, link_referrals, my_referrals, write_referral

__all__ = [
    "accept_referral",
    "confirm_referral",
    "decline_referral",
    "inbox",
    "link_referrals",
    "my_referrals",
    "note_later_yes",
    "referral",
    "return_referral",
    "say_no",
    "send_again",
    "withdraw_referral",
    "write_referral",
]
