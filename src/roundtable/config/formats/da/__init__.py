"""Days and times in Danish."""
