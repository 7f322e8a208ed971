"""Days and times in Danish: torsdag den 3. december kl. 10:00. The hour stays on the line of its *kl.*"""

DATE_FORMAT = "j. F Y"
MONTH_DAY_FORMAT = "j. F"
YEAR_MONTH_FORMAT = "F Y"
SHORT_DATE_FORMAT = "j.n.Y"
TIME_FORMAT = "H:i"
DATETIME_FORMAT = "j. F Y \\k\\l.\u00a0H:i"
SHORT_DATETIME_FORMAT = "l \\d\\e\\n j. F \\k\\l.\u00a0H:i"
