"""The desk's database: the one place that knows SQLAlchemy."""
