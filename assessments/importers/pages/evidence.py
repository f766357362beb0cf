"""What a page asks to be shown, and the cloud services it names."""

from __future__ import annotations

import re
from collections.abc import Iterable

from assessments.importers.artifact_kinds import kind_in, kind_named
from assessments.importers.base import Problems
from assessments.importers.pages.entries import Entry, Group
from assessments.importers.pages.keys import Keys
from assessments.importers.wording import fold, listed, quoted, title_and_rest
from assessments.spec import ARTIFACT_KINDS, CloudServiceSpec, ExpectedEvidenceSpec

_BRACKETS = re.compile(r"\(([^()]*)\)$")
_PROVIDERS = {
    "amazon web services": "AWS",
    "amazon web services aws": "AWS",
    "microsoft azure": "Azure",
    "gcp": "Google Cloud",
    "google cloud platform": "Google Cloud",
    "google cloud platform gcp": "Google Cloud",
}


def expected_evidence_of(
    entries: Iterable[Entry], problems: Problems
) -> tuple[ExpectedEvidenceSpec, ...]:
    """The artifacts in order, from `Title (kind): description`; the kind may be in the title."""
    keys = Keys("expected artifact", problems)
    return tuple(_expected_artifact(entry, keys, problems) for entry in entries)


def _expected_artifact(entry: Entry, keys: Keys, problems: Problems) -> ExpectedEvidenceSpec:
    title, description = title_and_rest(entry.text)
    brackets = _BRACKETS.search(title)
    if brackets is None:
        kind: str | None = kind_in(title)
    else:
        title = title[: brackets.start()].strip()
        kind = kind_named(brackets[1])
        if kind is None:
            problems.add(
                entry.line,
                f"{quoted(brackets[1])} is not a kind of artifact.",
                f"The kinds are: {listed(ARTIFACT_KINDS).replace('_', ' ')}.",
            )
    return ExpectedEvidenceSpec(keys.take(entry, title), title, kind or "other", description)


def cloud_services_of(
    providers: Iterable[Group], problems: Problems
) -> tuple[CloudServiceSpec, ...]:
    """The services in order, from `Service: what for`; a provider has one name, however written."""
    keys = Keys("provider", problems)
    services: list[CloudServiceSpec] = []
    for group in providers:
        written = group.heading.text
        provider = _PROVIDERS.get(fold(written), written)
        keys.take(group.heading, provider)
        services += _services(provider, group.bullets, problems)
    return tuple(services)


def _services(
    provider: str, bullets: Iterable[Entry], problems: Problems
) -> Iterable[CloudServiceSpec]:
    keys = Keys("cloud service", problems)
    for bullet in bullets:
        name, purpose = title_and_rest(bullet.text)
        keys.take(bullet, name)
        if not purpose:
            problems.add(
                bullet.line,
                f"This bullet does not say what {quoted(name)} is used for.",
                f"Write {quoted('Service: what it is used for')}.",
            )
        yield CloudServiceSpec(provider, name, purpose)
