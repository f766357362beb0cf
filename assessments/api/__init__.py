"""The REST face of assessments."""
