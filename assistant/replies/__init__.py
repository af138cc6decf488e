"""From evidence to a proven reply."""
