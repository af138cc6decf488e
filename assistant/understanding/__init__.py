"""What is asked: language, spelling, turns, facts told."""
