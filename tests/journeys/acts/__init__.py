"""The first journey, act by act, from a referral to the end of a course. Each act leaves the table ready for the next."""
