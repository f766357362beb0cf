"""When work is due: cron expressions, weekly hours, and jobs that run at the same time. Pure."""
