"""Structured logs: one JSON object a line, with its job, and no values of variables."""

from __future__ import annotations

import sys

import structlog


def configure_logs() -> None:
    """Write log events to standard error. A traceback names lines of code, never what they held:
    a settings value or an address with a password must not reach the log.
    """
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            structlog.processors.JSONRenderer(),
        ],
        wrapper_class=structlog.make_filtering_bound_logger("info"),
        # The process's own one: a Celery worker puts another in the place of sys.stderr.
        logger_factory=structlog.WriteLoggerFactory(sys.__stderr__),
    )
