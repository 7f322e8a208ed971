"""Days and times in Dutch: donderdag 3 december om 10:00."""

DATE_FORMAT = "j F Y"
MONTH_DAY_FORMAT = "j F"
YEAR_MONTH_FORMAT = "F Y"
SHORT_DATE_FORMAT = "j-n-Y"
TIME_FORMAT = "H:i"
DATETIME_FORMAT = r"j F Y \o\m H:i"
SHORT_DATETIME_FORMAT = r"l j F \o\m H:i"
