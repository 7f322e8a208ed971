"""The plan as plain data, its agreement and its changes: no clock, no database."""
