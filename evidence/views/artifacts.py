"""The evidence library and one artifact."""
