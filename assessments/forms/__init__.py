"""Validation and cleaning of what people type; the rules stand in the actions."""
