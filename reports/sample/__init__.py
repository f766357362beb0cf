"""The sample workspace: Plumbline assessing itself. Loaded and removed by two commands."""
