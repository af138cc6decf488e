"""What a conversation tells of the asker's project, and what it asks of the rules."""
