"""Pictures and words for figures: the same functions for the screen, the PDF and exports."""
