"""The parts of an OSCAL catalog, each read by a module of its own."""
