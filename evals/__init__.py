"""How often the answers are right: question sets, scorers, runner, report."""
