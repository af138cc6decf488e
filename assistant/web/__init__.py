"""The pages and the server."""
