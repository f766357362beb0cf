"""The Plumbline framework format: each module reads one part of it."""
