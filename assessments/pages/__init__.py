"""What each page says, worked out from rows and scores; templates only lay it out."""
