"""From what the rules found to a draft: the result first, then each step with its quote."""

from assistant.replies.rules_budget import budget_draft
from assistant.replies.rules_eligibility import eligibility_draft

__all__ = ["budget_draft", "eligibility_draft"]
