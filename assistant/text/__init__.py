"""Text and numbers: cleaning, sentences, Swedish amounts. No framework."""
