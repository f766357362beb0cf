"""Ready-made probes as data: the YAML files of this package, and those that packages add.

A package adds presets by an entry point of the group `plumbline.presets` that names a package of
its own, or a module in one: every `.yaml` file beside it is read. docs/presets.md has the format.
"""

from __future__ import annotations

import functools
from collections.abc import Iterator, Mapping
from importlib import resources
from importlib.metadata import EntryPoint, entry_points
from importlib.resources.abc import Traversable
from types import MappingProxyType

import structlog
import yaml

from evidence.presets.base import Preset
from evidence.presets.filling import filled, filled_evaluator
from evidence.presets.keys import PresetError
from evidence.presets.reading import presets_in

__all__ = ["Preset", "PresetError", "filled", "filled_evaluator", "for_connector", "presets"]

log = structlog.get_logger(__name__)

GROUP = "plumbline.presets"
SUFFIX = ".yaml"
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""The one written in C, ten times as fast, where it was built."""


@functools.cache
def presets() -> Mapping[str, Preset]:
    """Every preset by its key: ours by file and place, then those of installed packages.

    Files are read once. Raises PresetError where one of ours is wrong. What a package brings
    never replaces ours, and a file of it that is wrong is left out and logged.
    """
    found: dict[str, Preset] = {}
    for file in _files(resources.files(__name__)):
        _add(found, presets_in(_content(file), file.name), file.name)
    for entry in entry_points(group=GROUP):
        _add_of_package(found, entry)
    return MappingProxyType(found)


def for_connector(key: str) -> tuple[Preset, ...]:
    """The presets that this connector can collect, in order."""
    return tuple(preset for preset in presets().values() if preset.connector == key)


def _add_of_package(found: dict[str, Preset], entry: EntryPoint) -> None:
    try:
        module = entry.load()
        # A module has no resources: those of the package it lies in are meant.
        package = module.__name__ if hasattr(module, "__path__") else module.__package__
        files = list(_files(resources.files(package)))
    except Exception:  # somebody else's package must not keep ours from starting
        log.exception("presets_not_loaded", entry_point=entry.name)
        return
    for file in files:
        name = f"{entry.name}/{file.name}"
        try:
            _add(found, presets_in(_content(file), name), name)
        except (OSError, UnicodeDecodeError, PresetError) as error:
            log.error("presets_not_loaded", entry_point=entry.name, reason=str(error))


def _files(folder: Traversable) -> Iterator[Traversable]:
    yield from sorted(
        (file for file in folder.iterdir() if file.name.endswith(SUFFIX)),
        key=lambda file: file.name,
    )


def _content(file: Traversable) -> object:
    try:
        loaded: object = yaml.load(file.read_text(encoding="utf-8"), Loader=_LOADER)  # noqa: S506 a safe one
        return loaded
    except yaml.YAMLError as error:
        raise PresetError(f"{file.name}: is not YAML: {' '.join(str(error).split())}.") from None


def _add(found: dict[str, Preset], read: tuple[Preset, ...], file: str) -> None:
    """All presets of a file, or none where one has the key of another."""
    keys = [preset.key for preset in read]
    for key in keys:
        if key in found or keys.count(key) > 1:
            raise PresetError(f"{file}: {key}: there is a preset of that key already.")
    found.update((preset.key, preset) for preset in read)
