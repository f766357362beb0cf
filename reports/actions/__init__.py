"""What happens to a report. `orders` is for the edges; `rendering`, with WeasyPrint behind it,
is for workers and commands only."""
