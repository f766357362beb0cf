"""Background work. Work is a row, a message is a nudge: see docs/adr/0002-work-is-a-row.md."""
