"""Sources, probes and readings in the admin."""
