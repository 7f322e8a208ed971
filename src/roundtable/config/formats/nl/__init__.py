"""Days and times in Dutch."""
