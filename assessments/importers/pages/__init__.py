"""Practice pages: what the plain-text and the Markdown format have in common."""
