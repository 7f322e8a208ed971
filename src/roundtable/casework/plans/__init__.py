"""The joint plan: goals, steps, everybody's own words, and an answer from each party."""
