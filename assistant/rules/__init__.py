"""Eligibility and budget as plain, exact functions. No framework."""
