"""Where a citizen would rather meet: a few calm choices, and a place in her own words."""

from enum import StrEnum

from roundtable.kernel.refusal import gettext_noop


class WishedPlace(StrEnum):
    """Where one would rather meet. Nothing chosen: it does not matter."""

    HOME = "home"
    THEIRS = "theirs"
    NEUTRAL = "neutral"
    OTHER = "other"


PLACE_WORDS = {
    WishedPlace.HOME: gettext_noop("At home"),
    WishedPlace.THEIRS: gettext_noop("Where one of the others works"),
    WishedPlace.NEUTRAL: gettext_noop("Somewhere neutral, for example a library"),
    WishedPlace.OTHER: gettext_noop("Somewhere else, in own words"),
}
