"""How each language writes days and times. Pages name a format and never spell one: `|date:"DATE_FORMAT"`.

- `DATE_FORMAT`: a day, 3 December 2026; `MONTH_DAY_FORMAT`: a day of this year; `YEAR_MONTH_FORMAT`: a month.
- `SHORT_DATE_FORMAT`: a day in figures. `TIME_FORMAT`: hours and minutes.
- `DATETIME_FORMAT`: a moment. `SHORT_DATETIME_FORMAT`: a moment that is near, with its weekday and without its year.

Figures (1.250,5) are Django's own for each language.
"""
