"""Every write of this app: a module per noun, a function per verb."""
