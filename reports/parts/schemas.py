"""Documents of older milestones in the shape of today's, so that a report can be made of each."""

from __future__ import annotations

from reports.parts.values import Values

SCHEMA = "plumbline-milestone-2"
"""What this version writes, and what the other parts read."""

NO_RISKS = dict.fromkeys(("high", "medium", "none"), 0)


def current(values: Values) -> Values:
    """The document as today's schema has it; as it is where it follows that already.

    `plumbline-milestone-1` knew levels only, and the first documents of this schema no findings:
    what they could not say yet is empty. Raises ValueError for a schema that this version does not
    know.
    """
    if "findings" not in values:
        values = values | {"findings": []}
    if values["schema"] == SCHEMA:
        return values
    if values["schema"] != "plumbline-milestone-1":
        raise ValueError(f"No report can be made from the schema {values['schema']}.")
    return values | {
        "framework": {"attribution": "", "homepage": "", "roll_up": "mean"} | values["framework"],
        "assessment": {"reading": "aws", "groups": []} | values["assessment"],
        "overall": _score(values["overall"]),
        "sections": [{"ref": "", "weight": 1.0} | _score(one) for one in values["sections"]],
        "questions": [_question(one) for one in values["questions"]],
        "evidence": [
            one | {"links": [{"choice": None} | link for link in one["links"]]}
            for one in values["evidence"]
        ],
    }


def _score(values: Values) -> Values:
    return {"risks": {"claimed": NO_RISKS, "proven": NO_RISKS}} | values


def _question(values: Values) -> Values:
    new: Values = {
        "kind": "level",
        "ref": "",
        "unit": "",
        "tier": None,
        "choices": [],
        "rules": [],
        "bands": [],
        "claimed_risk": None,
    }
    settlement = values["settlement"]
    return (
        new
        | values
        | {
            "answers": [SAID | one for one in values["answers"]],
            "settlement": settlement and {"picks": [], "number": None} | settlement,
        }
    )


SAID: Values = {"picks": [], "number": None, "text": "", "approved": False, "unconfirmed": False}
