"""A refusal on the form it belongs to."""

from django import forms
from django.utils.translation import gettext

from roundtable.kernel.refusal import Refusal


def refuse(form: forms.Form, no: Refusal) -> None:
    """The refusal's sentence, at its field where the form has it, else on top."""
    sentence = gettext(no.msgid) % dict(no.params) if no.params else gettext(no.msgid)
    form.add_error(no.field if no.field in form.fields else None, sentence)
