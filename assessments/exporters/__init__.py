"""Exporters: a framework's specification in, the bytes of a file out; one module per format."""

from __future__ import annotations

from functools import cache
from importlib.metadata import entry_points

from assessments.exporters.aws_lens import AwsLens
from assessments.exporters.base import Change, Exported, Exporter, ExportRefused
from assessments.exporters.plumbline import PlumblineJson, PlumblineYaml
from assessments.exporters.practice_markdown import PracticeMarkdown
from assessments.exporters.practice_pages import PlumblinePages

__all__ = ["Change", "ExportRefused", "Exported", "Exporter", "exporter", "exporters"]

ENTRY_POINTS = "plumbline.exporters"
"""The group in which other packages offer exporters: each entry point is an `Exporter`."""

BUILT_IN: tuple[Exporter, ...] = (
    PlumblineYaml(),
    PlumblineJson(),
    PlumblinePages(),
    PracticeMarkdown(),
    AwsLens(),
)


@cache
def exporters() -> tuple[Exporter, ...]:
    """Every exporter, in the order they are offered: ours, then those of other packages by name."""
    offered = sorted(entry_points(group=ENTRY_POINTS), key=lambda point: point.name)
    return (*BUILT_IN, *(point.load() for point in offered))


def exporter(name: str) -> Exporter | None:
    """The exporter of that name; None where there is none."""
    return next((one for one in exporters() if one.name == name), None)
