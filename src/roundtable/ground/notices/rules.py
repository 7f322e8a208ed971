"""The only texts that ever leave the house in a notice: three fixed ones, or the bare one. No organisation, no content."""

from enum import StrEnum

from roundtable.kernel.refusal import gettext_noop


class NoticeKind(StrEnum):
    """Which fixed text."""

    NEWS = "news"
    MEETING = "meeting"
    LETTER = "letter"


TEXTS = {
    NoticeKind.NEWS: gettext_noop("News from %(name)s. It is not urgent."),
    NoticeKind.MEETING: gettext_noop("About your meeting."),
    NoticeKind.LETTER: gettext_noop("A letter about your money. You can read it with someone. Call %(phone)s."),
}
BARE = gettext_noop("There is something new for you. It is not urgent.")


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
