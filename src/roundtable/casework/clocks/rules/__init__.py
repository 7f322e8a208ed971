"""The law of absence as dated, sourced data, and the dates it gives for one case: no clock, no file, no database."""
