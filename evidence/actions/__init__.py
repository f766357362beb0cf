"""Every write of evidence and signals: a module per noun, a function per verb."""
