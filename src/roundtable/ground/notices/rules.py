"""The only texts that ever leave the house in a notice: three fixed ones, or the bare one. No organisation, no content."""

from enum import StrEnum

from roundtable.kernel.refusal import gettext_noop


class NoticeKind(StrEnum):
    """Which fixed text."""

    NEWS = "news"
    MEETING = "meeting"
    LETTER = "letter"


class Cause(StrEnum):
    """What time alone brought about. Each has its function `guard.due_<cause>()`, which says whom to tell."""

    SHARING_ENDS = "sharing_ends"
    SHARED_BY_LAW = "shared_by_law"
    UNSIGNED = "unsigned"
    LAPSED = "lapsed"
    DRAFT_ENDS = "draft_ends"
    SEAT_ENDS = "seat_ends"
    REFERRAL_WAITS = "referral_waits"
    MEETING_COMES = "meeting_comes"


# What stands on one's own page after signing in; a mail says the bare text or, for a meeting, the meeting's.
TOLD = {
    Cause.SHARING_ENDS: gettext_noop("Something that is shared ends soon. It can be shared again, or left to end."),
    Cause.SHARED_BY_LAW: gettext_noop("Something about you was shared because a law allows it. You can read what, with whom and why."),
    Cause.UNSIGNED: gettext_noop("An urgent sharing still waits for the second signature. Without it, it ends by itself."),
    Cause.LAPSED: gettext_noop("An urgent sharing has ended by itself: the second signature did not come in time."),
    Cause.DRAFT_ENDS: gettext_noop("A text you have not sent is thrown away in a few days. Send it, or let it go."),
    Cause.SEAT_ENDS: gettext_noop("In a few days you can no longer read what you wrote in a course you have left."),
    Cause.REFERRAL_WAITS: gettext_noop("A referral has waited for an answer for a week."),
}

TEXTS = {
    NoticeKind.NEWS: gettext_noop("News from %(name)s. It is not urgent."),
    NoticeKind.MEETING: gettext_noop("About your meeting."),
    NoticeKind.LETTER: gettext_noop("A letter about your money. You can read it with someone. Call %(phone)s."),
}
BARE = gettext_noop("There is something new for you. It is not urgent.")


def told_text(kind: NoticeKind, *, cause: str, sender: str, phone: str) -> tuple[str, dict[str, str]]:
    """The msgid on one's own page, and its places: what time brought about is named there, and never in a mail.

    >>> told_text(NoticeKind.NEWS, cause="referral_waits", sender="", phone="")
    ('A referral has waited for an answer for a week.', {})
    """
    if cause in TOLD:
        return TOLD[Cause(cause)], {}
    return notice_text(kind, sender=sender, phone=phone)


def notice_text(kind: NoticeKind, *, sender: str, phone: str, bare: bool = False) -> tuple[str, dict[str, str]]:
    """The msgid and its places: the sender's given name, or the phone number to call; never more.

    >>> notice_text(NoticeKind.NEWS, sender="Bo", phone="")
    ('News from %(name)s. It is not urgent.', {'name': 'Bo'})
    """
    if bare or (kind == NoticeKind.NEWS and not sender):
        return BARE, {}
    if kind == NoticeKind.LETTER and not phone:
        return gettext_noop("A letter about your money. You can read it with someone."), {}
    places = {NoticeKind.NEWS: {"name": sender}, NoticeKind.MEETING: {}, NoticeKind.LETTER: {"phone": phone}}[kind]
    return TEXTS[kind], places
