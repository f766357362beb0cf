"""The web pages of background work."""
