"""Wording for messages that are hard to write: to read beside the form and to say in one's own way. No press puts one into it."""

from django.utils.translation import gettext as _


def wordings() -> tuple[tuple[str, str], ...]:
    """What is to be said, and how one may say it: what it is, why, what can be done, what comes next. Nothing blames, nothing threatens.

    For professionals, on every course alike: they are the house's own, translated with it and measured with all its sentences (T073, T068).
    """
    return (
        (
            _("A no"),
            _(
                "I cannot say yes to this. The reason is: … I know that you had hoped for it. You may ask me everything about"
                " it, and you may ask for somebody else to look at it: … I ring you on … at …, so that we can look at what is"
                " possible instead."
            ),
        ),
        (
            _("A day that is changed"),
            _(
                "The day we spoke of is another one now: … instead of … It changed because … For you it means: … If the new day"
                " is hard, tell me. Then we look at it together before anything else is decided."
            ),
        ),
        (
            _("Somebody did not come"),
            _(
                "We had a time today, and we did not meet. How are you? You do not have to explain. Shall we find another time,"
                " or talk on the telephone? If it changes anything for you, I tell you myself, and you can say how you see it"
                " first."
            ),
        ),
        (
            _("What the law asks"),
            _(
                "There is something the law asks of us both. I want you to hear it from me. It is this: … The last day for it"
                " is … If it does not happen, this follows: … If you cannot do it, tell me before that day. You can also have it"
                " looked at again by … We can read the rule together on …"
            ),
        ),
        (
            _("A meeting that is moved"),
            _(
                "Our meeting on … has to be moved. The reason is with us, not with you: … I propose … at …, in the same place."
                " If another day suits you better, say so. Nothing else changes until we have met."
            ),
        ),
        (
            _("Something I got wrong"),
            _(
                "I wrote … to you. That was wrong, and I am sorry. It is right like this: … You do not have to do anything"
                " because of my mistake. I have told … who had read it too."
            ),
        ),
    )
