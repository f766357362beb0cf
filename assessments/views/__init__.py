"""The web face of assessments and frameworks."""
