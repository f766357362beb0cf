"""The Prometheus beside `make run`: where it is found, and what is said where there is none."""

from __future__ import annotations

import socket
from pathlib import Path

import pytest

from scripts import prometheus
from scripts.supervisor import Supervisor


def test_it_is_found_where_it_was_the_first_time(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        web = taken.getsockname()[1] - 1
        first = prometheus.place(tmp_path, web)
        assert first is not None
        assert web + 1 < first <= web + prometheus.TRIED
    assert prometheus.place(tmp_path, 20_000) == first
    with socket.create_server(("127.0.0.1", first)):
        assert prometheus.place(tmp_path, 20_000) is None


def test_there_may_be_no_place(tmp_path: Path) -> None:
    assert prometheus.place(tmp_path, 65535) is None
    assert not (tmp_path / "port").exists()


@pytest.mark.parametrize(("wish", "words"), [("no", "PLUMBLINE_PROMETHEUS=no"), ("", "apt-get")])
def test_without_one_a_line_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, wish: str, words: str
) -> None:
    monkeypatch.setenv("PLUMBLINE_PROMETHEUS", wish)
    monkeypatch.setattr(prometheus, "prometheus_server", lambda: None)
    supervisor = Supervisor(tmp_path / "log", {})
    said = prometheus.start_beside(supervisor, tmp_path / "var", 20_000)
    assert words in said
    assert (supervisor.children, supervisor.env, "\n" in said) == ([], {}, False)


def test_it_is_told_what_to_read_and_where_to_keep_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(prometheus, "prometheus_server", lambda: "/usr/bin/prometheus")
    program = prometheus.program(tmp_path / "p", 9091, {"plumbline": "127.0.0.1:8000"})
    assert "--web.listen-address=127.0.0.1:9091" in program.command
    assert all(
        str(tmp_path) in word for word in program.command if "config.file" in word or "path" in word
    )
    assert "127.0.0.1:8000" in (tmp_path / "p" / "prometheus.yml").read_text()
