"""YAML as we write it: block style, texts with lines as blocks, the same bytes for the same values.

It is PyYAML's own writer with a few choices made: the pure Python one, whose output does not depend
on the libyaml of the machine.
"""

from __future__ import annotations

import re
from typing import Any

import yaml

from assessments.exporters.exchange import Flow

WIDTH = 100
"""Characters of a line, as far as a text has spaces to break it at."""

_ODD = re.compile("[^\\S \n]|[\u0085\u2028\u2029\ufeff]|[^\\S\n]\n|\\A[\\s]|[\ud800-\udfff]")
"""White space that a block or a plain scalar would lose, or that readers of YAML disagree about."""
_NOT_TEXT = re.compile(
    r"[-+]?(?:\.\d+|\d+(?:\.\d*)?)(?:[eE][-+]?\d+)?|0o[0-7]+|0x[0-9a-fA-F]+"
    r"|[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN)|true|false|null|y|n|yes|no|on|off",
    re.IGNORECASE,
)
"""What some version of YAML takes for a number, a truth value or nothing."""


def yaml_text(value: Any) -> str:
    """The value as a YAML document; it ends with a line end."""
    text: str = yaml.dump(
        value,
        Dumper=_Dumper,
        default_flow_style=False,
        sort_keys=False,
        allow_unicode=True,
        width=WIDTH,
    )
    return text


class _Dumper(yaml.SafeDumper):
    """PyYAML's safe writer without aliases, its lists indented below their names."""

    def ignore_aliases(self, data: Any) -> bool:
        return True

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:
        super().increase_indent(flow, indentless=False)


def _text(dumper: yaml.SafeDumper, text: str) -> yaml.ScalarNode:
    style = None
    if _ODD.search(text):
        style = '"'
    elif "\n" in text:
        style = "|"
    elif _NOT_TEXT.fullmatch(text):
        style = "'"
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style=style)


def _flow(dumper: yaml.SafeDumper, values: Flow) -> yaml.SequenceNode:
    return dumper.represent_sequence("tag:yaml.org,2002:seq", values, flow_style=True)


_Dumper.add_representer(str, _text)
_Dumper.add_representer(Flow, _flow)
