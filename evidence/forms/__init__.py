"""What the web and the admin accept for evidence and signals: cleaning only."""
