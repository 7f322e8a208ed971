"""Building the demo: its programmes, its people, and months of history."""
