"""The support desk's own part of the site."""
