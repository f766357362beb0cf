"""Every write to organizations, members, workloads and tokens."""
