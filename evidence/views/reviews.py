"""What a reviewer decides."""
