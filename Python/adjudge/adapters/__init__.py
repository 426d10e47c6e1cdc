"""Reward functions in the form that each trainer calls. Importing one needs nothing but Adjudge until it is used."""
