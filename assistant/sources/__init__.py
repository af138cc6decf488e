"""The corpus: documents, passages, quotes, the answer library."""
