"""Who is in the sample: five people for the five roles of the framework, and a reader."""

from __future__ import annotations

from dataclasses import dataclass

from organizations.models import Rights

AMARA = "amara@sample.example"
JONAS = "jonas@sample.example"
MEI = "mei@sample.example"
TOMAS = "tomas@sample.example"
INES = "ines@sample.example"
HENRIK = "henrik@sample.example"


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody of the sample: rights in the organization, and the key of the role they have in
    the assessment, or nothing."""

    email: str
    name: str
    rights: Rights
    role: str = ""


OWNER = Person(AMARA, "Amara Okafor", Rights.OWNER, "product-owner")
OTHERS = (
    Person(JONAS, "Jonas Lindqvist", Rights.LEAD, "cloud-architect"),
    Person(MEI, "Mei Tanaka", Rights.MEMBER, "devops-engineer"),
    Person(TOMAS, "Tomás Rivera", Rights.MEMBER, "software-developer"),
    Person(INES, "Ines Moreau", Rights.REVIEWER, "systems-engineer"),
    Person(HENRIK, "Henrik Vos", Rights.READER),
)
PEOPLE = (OWNER, *OTHERS)
BY_ROLE = {person.role: person for person in PEOPLE if person.role}
