"""Artifacts and revisions over REST."""
