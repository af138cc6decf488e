"""Runs the migrations on the connection that `Database.upgrade` hands over."""

from alembic import context

from assistant.desk.db.models import Base

if __name__ == "env_py":  # the name under which Alembic runs this file
    context.configure(connection=context.config.attributes["connection"], target_metadata=Base.metadata)
    with context.begin_transaction():
        context.run_migrations()
