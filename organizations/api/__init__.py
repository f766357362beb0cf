"""The REST face: what all apps' views stand on, and the views of this app."""
