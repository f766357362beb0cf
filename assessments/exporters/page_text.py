"""A practice as a Markdown page: what `assessments.importers.practice_markdown` reads.

Not all that a practice can hold has a place on a page, and not every text comes back from one as
it was. Whoever writes a page reads it again to know.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby

from assessments.exporters.exchange import plain_number
from assessments.importers.pages.choices import HELP, IMPROVEMENT
from assessments.importers.pages.parts import Part
from assessments.importers.pages.rules import FENCE
from assessments.spec import (
    BandSpec,
    ChoiceSpec,
    ExpectedEvidenceSpec,
    QuestionSpec,
    ResourceSpec,
    SectionSpec,
)

_BARE = re.compile(r"[A-Za-z0-9_.-]+")


def page_text(practice: SectionSpec, roles: Mapping[str, str]) -> str:
    """The page; `roles` are the names of the framework's roles by their keys, in order."""
    blocks = [_heading("#", practice.title, _of_section(practice)), practice.guidance]
    for part, inside in _parts(practice, roles):
        if inside:
            blocks += [f"## {part.value}", *inside]
    return "\n\n".join(block for block in blocks if block) + "\n"


def roles_on(practice: SectionSpec, roles: Iterable[str]) -> list[str]:
    """The roles that the page of this practice names itself: those that do something there."""
    busy = {duty.role for duty in practice.responsibilities}
    return [key for key in roles if key in busy]


def _parts(practice: SectionSpec, roles: Mapping[str, str]) -> Iterator[tuple[Part, Sequence[str]]]:
    usual = roles_on(practice, roles) or list(roles)
    homes = [(section.key, section) for section in practice.children]
    everywhere = [("", practice), *homes]
    yield Part.BEST_PRACTICES, [text for _, section in homes for text in _best_practice(section)]
    yield (
        Part.QUESTIONS,
        [
            text
            for home, section in everywhere
            for question in section.questions
            for text in _question(question, home, usual)
        ],
    )
    yield Part.ROLES, list(_roles(practice, roles))
    evidence = [
        _expected(item, home) for home, section in everywhere for item in section.expected_evidence
    ]
    yield Part.EVIDENCE, ["\n".join(evidence)] if evidence else []
    yield Part.SERVICES, list(_services(practice))


def _best_practice(section: SectionSpec) -> tuple[str, str]:
    return _heading("###", section.title, _of_section(section)), section.guidance


def _of_section(section: SectionSpec) -> dict[str, str]:
    weight = "" if section.weight == 1 else str(plain_number(section.weight))
    return {"ref": section.ref, "weight": weight, "#": section.key}


def _question(question: QuestionSpec, home: str, usual: Sequence[str]) -> Iterator[str]:
    asked = "" if list(question.roles) == list(usual) else ",".join(question.roles)
    yield _heading(
        "###",
        question.text,
        {
            "#": question.key,
            "ref": question.ref,
            "kind": "" if question.kind == "level" else question.kind,
            "roles": asked,
            "weight": "" if question.weight == 1 else str(plain_number(question.weight)),
            "unit": question.unit,
            "tier": "" if question.tier is None else str(question.tier),
            "groups": ",".join(question.groups),
            "of": home,
        },
    )
    yield question.help
    yield "\n".join(
        f"{level.value}. {level.name}: {level.description}" for level in question.levels
    )
    yield "\n".join(_band(band) for band in question.bands)
    yield "\n".join(line for choice in question.choices for line in _choice(choice))
    if question.rules:
        rules = (f"{rule.risk}: {rule.condition}" for rule in question.rules)
        yield "\n".join([f"```{FENCE}", *rules, "```"])


def _band(band: BandSpec) -> str:
    begins = "less" if band.at_least is None else f"from {plain_number(band.at_least)}"
    return f"- {begins}: {plain_number(band.score)}"


def _choice(choice: ChoiceSpec) -> Iterator[str]:
    attributes = {
        "#": choice.key,
        "score": "" if choice.score is None else str(plain_number(choice.score)),
        "none": "yes" if choice.none_of_these else "",
    }
    yield f"- [ ] {choice.text}{_attributes(attributes)}"
    if choice.description:
        yield ""
        yield from (f"  {line}" if line else "" for line in choice.description.split("\n"))
        yield ""
    yield from (f"  - {HELP}: {_resource(one)}" for one in choice.help)
    yield from (f"  - {IMPROVEMENT}: {_resource(one)}" for one in choice.improvement)


def _resource(resource: ResourceSpec) -> str:
    if resource.text and resource.url:
        return f"[{resource.text}]({resource.url})"
    return resource.text or resource.url


def _roles(practice: SectionSpec, roles: Mapping[str, str]) -> Iterator[str]:
    for key in roles_on(practice, roles):
        yield _heading("###", roles[key], {"#": key})
        duties = (duty.text for duty in practice.responsibilities if duty.role == key)
        yield "\n".join(f"- {text}" for text in duties)


def _expected(item: ExpectedEvidenceSpec, home: str) -> str:
    described = f": {item.description}" if item.description else ""
    kind = item.kind.replace("_", " ")
    return f"- {item.title} ({kind}){described}{_attributes({'#': item.key, 'of': home})}"


def _services(practice: SectionSpec) -> Iterator[str]:
    for provider, services in groupby(practice.cloud_services, key=lambda one: one.provider):
        yield f"### {provider}"
        yield "\n".join(f"- {service.name}: {service.purpose}" for service in services)


def _heading(marks: str, title: str, attributes: Mapping[str, str]) -> str:
    return f"{marks} {title}{_attributes(attributes)}"


def _attributes(values: Mapping[str, str]) -> str:
    """The list of attributes, `#` for the key; nothing for what is empty."""
    said = {name: value for name, value in values.items() if value}
    written = [f"#{said.pop('#')}"] if "#" in said else []
    written += [f"{name}={_quoted(value)}" for name, value in said.items()]
    return f" {{{' '.join(written)}}}" if written else ""


def _quoted(value: str) -> str:
    mark = "'" if '"' in value else '"'
    return value if _BARE.fullmatch(value) else f"{mark}{value}{mark}"
