"""Artifacts and revisions in the admin."""
