"""Index and retrieval over library and passages."""
