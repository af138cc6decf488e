"""Alembic's migrations of the desk's database."""
