"""The REST face of evidence and signals."""
