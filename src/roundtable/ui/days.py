"""Days as people say them."""

from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _


def with_weekday(day: date, form: str = "DATE_FORMAT") -> str:
    """A day, or a moment as it is here, with the name it has in the week; `form`: one of the named formats."""
    weekday, said = date_format(day, "l"), date_format(day, form)
    return _("%(weekday)s %(day)s") % {"weekday": weekday, "day": said}
