"""A language model that may phrase what is proven."""
