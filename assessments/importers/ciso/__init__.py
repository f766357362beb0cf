"""The parts of a CISO Assistant library, each read by a module of its own."""
