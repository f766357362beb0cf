"""The REST face of jobs: to be read."""
