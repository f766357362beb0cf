"""Sources, probes and their readings on the web."""
