"""A framework on its way to somebody's disk: exported, or the file that it was read from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.http import HttpResponse
from django.utils.http import content_disposition_header

from assessments.exporters import Change, Exporter, ExportRefused, exporter, exporters
from assessments.framework_spec import spec_of
from assessments.models import Framework, FrameworkFile
from assessments.spec import FrameworkSpec
from evidence import filenames
from evidence.downloads import HEADERS
from organizations.refusals import Conflict

NEUTRAL = "application/octet-stream"


@dataclass(frozen=True, slots=True)
class Offer:
    """A format that a framework can go out in.

    `changes` is what a strict export would change, `refused` why there can be none. `back` is
    whether the framework came from this format, so that an export gives it back as it came.
    """

    exporter: Exporter
    changes: Sequence[Change]
    refused: str
    back: bool


def offers(spec: FrameworkSpec, source_format: str) -> list[Offer]:
    """Every format, with what each would have to change."""
    return [_offer(one, spec, source_format) for one in exporters()]


def export_of(framework: Framework, name: str, *, strict: bool) -> HttpResponse | None:
    """The framework as a file of that exporter; None where there is none of that name.

    Raises Conflict where the framework cannot be said in the format.
    """
    one = exporter(name)
    if one is None:
        return None
    try:
        made = one.write(spec_of(framework), strict=strict)
    except ExportRefused as refusal:
        raise Conflict(str(refusal)) from refusal
    name = filenames.clean(f"{framework.key}-{framework.version}{one.suffix}")
    return _attachment(made.data, name, one.content_type)


def file_of(framework: Framework) -> HttpResponse | None:
    """The file that it was read from, of a neutral type; None where none was kept."""
    kept = FrameworkFile.objects.filter(framework=framework).first()
    if kept is None:
        return None
    name = filenames.clean(framework.source_name or framework.key)
    return _attachment(bytes(kept.data), name, NEUTRAL)


def _offer(one: Exporter, spec: FrameworkSpec, source_format: str) -> Offer:
    back = one.name == source_format
    try:
        return Offer(one, one.fits(spec), "", back)
    except ExportRefused as refusal:
        return Offer(one, (), str(refusal), back)


def _attachment(data: bytes, name: str, content_type: str) -> HttpResponse:
    response = HttpResponse(data, content_type=content_type, headers=HEADERS)
    disposition = content_disposition_header(as_attachment=True, filename=name)
    response.headers["Content-Disposition"] = disposition or "attachment"
    return response
