"""The support desk: from incoming question to approved answer."""
