"""A refusal, shown on the form that met it."""

from datetime import date

from django import forms
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from roundtable.kernel.refusal import Refusal


def refusal_sentence(refusal: Refusal) -> str:
    """The refusal's sentence in the reader's language."""
    sentence = _(refusal.msgid)
    return sentence % {name: _written(value) for name, value in refusal.params.items()} if refusal.params else sentence


def _written(value: object) -> object:
    """A day as the reader's language writes it; anything else as it is."""
    return date_format(value, "DATE_FORMAT") if isinstance(value, date) else value


def show_refusal(form: forms.BaseForm, refusal: Refusal) -> None:
    """Put the sentence at its field, or over the form; what was typed stays."""
    field = refusal.field if refusal.field in form.fields else None
    form.add_error(field, forms.ValidationError(refusal_sentence(refusal), code=refusal.code))
