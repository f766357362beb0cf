"""The web pages of evidence and signals."""
