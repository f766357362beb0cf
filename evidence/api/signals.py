"""Sources, probes and readings over REST."""
