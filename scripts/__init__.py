"""What `make` calls. See the Makefile for the list and docs/testing.md for how they fit."""
