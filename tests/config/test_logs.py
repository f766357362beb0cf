"""What a log line holds, and what it never holds."""

from __future__ import annotations

import json
import logging

import pytest
import structlog
from django.conf import settings


def fail_with(password: str) -> None:
    raise ValueError(len(password))


def test_a_line_is_one_object_and_names_its_job(capfd: pytest.CaptureFixture[str]) -> None:
    with structlog.contextvars.bound_contextvars(job="42"):
        structlog.get_logger().info("job_not_taken", task="reports.render")
    line = json.loads(capfd.readouterr().err)
    assert (line["event"], line["job"], line["level"]) == ("job_not_taken", "42", "info")
    assert line["timestamp"].endswith("Z")


def test_a_traceback_names_code_and_no_values(capfd: pytest.CaptureFixture[str]) -> None:
    try:
        fail_with(" ".join(["correct", "horse"]))
    except ValueError:
        structlog.get_logger().exception("job_failed")
    line = json.loads(capfd.readouterr().err)
    assert "fail_with" in line["exception"]
    assert "correct horse" not in json.dumps(line)


def test_what_breaks_a_page_is_said_though_debug_is_off() -> None:
    assert not settings.DEBUG
    broken = logging.LogRecord("django.request", logging.ERROR, "", 0, "It broke.", (), None)
    [handler] = logging.getLogger("django").handlers
    assert isinstance(handler, logging.StreamHandler)
    assert handler.filter(broken)
