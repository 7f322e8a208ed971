"""Who comes with somebody who does not sign in."""

from roundtable.kernel.refusal import Refusal, gettext_noop


class SignsInHerself(Refusal):
    """Noted for somebody who can do it."""

    code = "signs_in_herself"
    message = gettext_noop("%(name)s signs in here, and gives a place with a click. Nothing was noted. Ask %(name)s to do it.")
