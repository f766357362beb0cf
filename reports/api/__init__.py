"""The REST face of reports."""
