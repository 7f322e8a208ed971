"""A refusal, shown on the form that met it."""

from copy import copy
from datetime import date
from typing import Any
from uuid import uuid4

from django import forms
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from roundtable.kernel.refusal import Refusal, Stale
from roundtable.ui.fields import OnceField


def refusal_sentence(refusal: Refusal) -> str:
    """The refusal's sentence in the reader's language."""
    sentence = _(refusal.msgid)
    return sentence % {name: _written(value) for name, value in refusal.params.items()} if refusal.params else sentence


def _written(value: object) -> object:
    """A day as the reader's language writes it; anything else as it is."""
    return date_format(value, "DATE_FORMAT") if isinstance(value, date) else value


def show_refusal(form: forms.BaseForm, refusal: Refusal) -> None:
    """Put the sentence at its field, or over the form; what was typed stays.

    After a Stale the form carries a fresh once-token: the one it was sent with may be used up, and then no second press would do.
    """
    if isinstance(refusal, Stale):
        _fresh_tokens(form)
    field = refusal.field if refusal.field in form.fields else None
    form.add_error(field, forms.ValidationError(refusal_sentence(refusal), code=refusal.code))


def _fresh_tokens(form: forms.BaseForm) -> None:
    names = [form.add_prefix(name) for name, field in form.fields.items() if isinstance(field, OnceField)]
    if form.is_bound and names:
        data: Any = copy(form.data)  # of a request's: one that can be changed
        for name in names:
            data[name] = str(uuid4())
        form.data = data
