"""A fuzz runner for importers: whatever the bytes, a framework or a refusal; docs/testing.md."""
