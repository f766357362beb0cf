"""Catalogs in OSCAL, the format of NIST for controls (`.json`).

Groups become sections, controls practices, statements and enhancements questions; what an
organization sets in a control is inserted into its prose. See docs/formats/oscal-catalog.md.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import NoReturn

from assessments.importers.base import FIRST, ImportRefused, Problem, Read, Wanted
from assessments.importers.catalog.controls import Layout, Passed, controls_in
from assessments.importers.catalog.facts import facts_of
from assessments.importers.catalog.links import Links
from assessments.importers.catalog.parameters import Parameters
from assessments.importers.catalog.props import text_of
from assessments.importers.json_source import json_node
from assessments.importers.nodes import Node
from assessments.importers.oddities import Oddities
from assessments.spec import LENGTHS, FrameworkSpec

MAX_BYTES = 32 * 1024 * 1024
"""The catalog of NIST SP 800-53, written with indents, has 10 MB."""
MAX_CONTROLS = 20_000
"""Controls in one catalog at most, with enhancements."""

_CATALOG = "catalog"
_MODELS = {
    "profile": "a profile: a selection from catalogs",
    "component-definition": "a component definition",
    "system-security-plan": "a system security plan",
    "assessment-plan": "an assessment plan",
    "assessment-results": "assessment results",
    "plan-of-action-and-milestones": "a plan of action and milestones",
    "mapping-collection": "a collection of mappings",
}
_ANY = "|".join((_CATALOG, *_MODELS))
_JSON = re.compile(rf'\s*\{{\s*(?:"\$schema"\s*:\s*"[^"]*"\s*,\s*)?"({_ANY})"\s*:\s*\{{')
_YAML = re.compile(rf"({_ANY}):\s*")
_VERSION = b"oscal-version"
_EARLY = re.compile(r"(?:0|1\.0\.0-milestone)[0-9.]*", re.IGNORECASE)
"""Drafts of OSCAL in which parameters, properties and statuses are written otherwise."""
_NAMESPACE = "csrc.nist.gov/ns/oscal"
_HEAD = 65_536
_LANGUAGE = re.compile(r"[a-zA-Z]{2,8}(?:-[A-Za-z0-9]{1,8})*")
_HINT = "A catalog holds the controls themselves, in groups; import that as JSON."
_RESOLVED = "Import the catalog that it resolves to, which holds the controls themselves."


class OscalCatalog:
    """The importer."""

    name = "oscal-catalog"
    label = "OSCAL catalog"
    suffixes = (".json",)
    max_bytes = MAX_BYTES

    def recognises(self, data: bytes, filename: str) -> bool:
        """Any OSCAL document, in whatever syntax, so that the wrong one is told what it is."""
        syntax, model = _kind(data)
        catalog = model == _CATALOG and (b'"controls"' in data or b'"groups"' in data)
        return syntax == "XML" or (bool(model) and (_VERSION in data or catalog))

    def read(self, data: bytes, filename: str, wanted: Wanted = FIRST) -> Read:
        """The catalog as a framework, asked of one role, the team.

        OSCAL does not say in which language a catalog is written: it is English unless another
        is wanted.
        """
        syntax, _ = _kind(data)
        if syntax in ("XML", "YAML"):
            _refuse(f"This is OSCAL in {syntax}, which is not read.", "Choose the same as JSON.")
        root = json_node(data, self.max_bytes)
        catalog = _catalog(root)
        _refuse_drafts(catalog)
        oddities = Oddities()
        spec, passed = _framework(catalog, _language(wanted), oddities)
        oddities.warn()
        root.document.problems.refuse_if_any()
        return Read(spec, warnings=root.document.warnings.found, left_out=_left_out(passed))


def _catalog(root: Node) -> Node:
    """The catalog in the document. Raises ImportRefused where it is something else."""
    model = next((model for model in _MODELS if root.has(model)), "")
    if root.has(_CATALOG):
        catalog = root.get(_CATALOG)
        if not isinstance(catalog.value, dict):
            catalog.refuse("A catalog with groups or controls is expected here.")
            root.document.problems.refuse_if_any()
        return catalog
    if model:
        hint = _RESOLVED if model == "profile" else _HINT
        _refuse(f"This is OSCAL, but no catalog: it is {_MODELS[model]}.", hint)
    return _refuse("This is no OSCAL catalog: it has no field “catalog”.", _HINT)


def _refuse_drafts(catalog: Node) -> None:
    """Stop at a catalog in a draft of OSCAL, which would be read without half of what it says."""
    version = catalog.get("metadata").get("oscal-version")
    if isinstance(version.value, str) and _EARLY.fullmatch(version.value):
        version.refuse(
            f"This catalog is written in OSCAL {version.value}, a draft from before OSCAL 1.0.0.",
            "Choose a later publication of it, or convert it to OSCAL 1.",
        )
        catalog.document.problems.refuse_if_any()


def _framework(catalog: Node, language: str, oddities: Oddities) -> tuple[FrameworkSpec, Passed]:
    controls = list(controls_in(catalog))
    if len(controls) > MAX_CONTROLS:
        catalog.refuse(f"There are {len(controls):,} controls; {MAX_CONTROLS:,} is the most.")
        catalog.document.problems.refuse_if_any()
    links = Links(catalog, {text_of(control, "id"): control for control in controls})
    layout = Layout(Parameters(catalog, oddities), links)
    sections = layout.sections(catalog)
    if not sections:
        catalog.refuse("This catalog has no controls that can be asked for.", _HINT)
    return replace(facts_of(catalog, links, language), sections=sections), layout.passed


def _kind(data: bytes) -> tuple[str, str]:
    """The syntax of an OSCAL document, and its model where it is not XML; empty for another."""
    head = data[:_HEAD].decode("utf-8-sig", errors="replace")
    found = _JSON.match(head)
    if found:
        return "JSON", found[1]
    if head.lstrip().startswith("<"):
        return ("XML", "") if _NAMESPACE in head else ("", "")
    first = next(filter(_says_something, head.splitlines()), "")
    found = _YAML.fullmatch(first)
    return ("YAML", found[1]) if found else ("", "")


def _says_something(line: str) -> bool:
    """Whether a line of YAML is more than a remark or the beginning of a document."""
    return bool(line.strip()) and not line.lstrip().startswith("#") and line.rstrip() != "---"


def _language(wanted: Wanted) -> str:
    tag = wanted.language.replace("_", "-")
    fits = _LANGUAGE.fullmatch(tag) and len(tag) <= LENGTHS["language"]
    return tag if fits else FrameworkSpec("", "").language


def _left_out(passed: Passed) -> tuple[str, ...]:
    withdrawn = f"{passed.withdrawn:,} withdrawn control{'s' if passed.withdrawn != 1 else ''}"
    testing = f"{passed.testing:,} part{'s' if passed.testing != 1 else ''} about testing controls"
    return (*([withdrawn] if passed.withdrawn else ()), *([testing] if passed.testing else ()))


def _refuse(message: str, hint: str) -> NoReturn:
    raise ImportRefused([Problem(None, message, hint)])
