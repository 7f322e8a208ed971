"""What people do with referrals: write and send, decide, answer for oneself; and whole lists at once."""

from roundtable.casework.referrals.actions.deciding import (
    NobodySeated,
    OneSide,
    SameReferral,
    accept_referral,
    decline_referral,
    link_referrals,
    return_referral,
)
from roundtable.casework.referrals.actions.importing import ImportResult, ListInUse, import_referrals
from roundtable.casework.referrals.actions.own_word import confirm_referral, note_later_yes, say_no
from roundtable.casework.referrals.actions.writing import (
    SentReferral,
    discard_referral_draft,
    send_again,
    send_referral,
    withdraw_referral,
    write_referral,
)

__all__ = [
    "ImportResult",
    "ListInUse",
    "NobodySeated",
    "OneSide",
    "SameReferral",
    "SentReferral",
    "accept_referral",
    "confirm_referral",
    "decline_referral",
    "discard_referral_draft",
    "import_referrals",
    "link_referrals",
    "note_later_yes",
    "return_referral",
    "say_no",
    "send_again",
    "send_referral",
    "withdraw_referral",
    "write_referral",
]
