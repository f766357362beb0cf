"""Values, texts, bytes and names that trip readers."""

from __future__ import annotations

from typing import Any


def nested(depth: int) -> Any:
    """Lists and objects inside each other, so deep."""
    made: Any = 1
    for at in range(depth):
        made = [made] if at % 2 else {"a": made}
    return made


TEXTS = (
    "", " ", "\n", "a\nb", "\r", "\t", "\x00", "\x07", "\x85", "\x9f", "\u2028", "\u202e", "\ufeff",
    "\ud800", "\udfff", "e\u0301", "\U0010ffff", "\u00a0", "null", "~", "true", "No", "NaN", "-inf",
    ".inf", "1e999", "-1", "0", "0x10", "1_000", "1:30", "9" * 30, "9" * 5_000, "2026-01-01",
    "x" * 61, "x" * 121, "x" * 251, "x" * 1_500, "word " * 500, "é" * 300, "**", "_", "`", "- x",
    "# x", "> ", "1. ", "```", "[a](b)", "<b>", "&lt;", "&a", "*a", "<<", "!!python/object:x", "{",
    "{{ insert: param, a }}", "{#a}", "{roles=a}", "default", "a && (b || !c", "!", "http://",
    "https://", "javascript:alert(1)", "ftp://e.org/a", "https://e.org/ a", "HTTPS://E.ORG/a#b",
    "https://e.org/" + "a" * 2_000, "../../etc/passwd", "C:\\x", "a/b", "en", "fr", "framework/1",
    "single", "multiple", "level", "number", "page.md", "urn:x:y:z", "İ", "ß", "ﬁ", "１", "²", "٣",
)  # fmt: skip
"""Texts where a text, a number or an id stood."""

VALUES: tuple[Any, ...] = (
    None, True, False, -1, 0, 1, 2, 101, 1.5, -0.0, 5e-324, 1e308, 1e15, 10**15, 2**31, 2**63,
    10**40, 10**400, -(10**400), float("nan"), float("inf"), float("-inf"), [], {}, [[]], [None],
    [{}], {"": 1}, {"a": None}, {"\x00": 1}, ["a", "a"], [1, "a", None, {}, []], nested(30),
    nested(59), nested(61), nested(200),
)  # fmt: skip
"""Values of every other type."""

TOKENS = (
    b"", b"\x00", b"\xff", b"\xc3", b"\xed\xa0\x80", b"\xef\xbb\xbf", b"\xff\xfe", b"\r", b"\n",
    b"\n\n", b"\t", b"\x1b", b"\xc2\x85", b"\xe2\x80\xa8", b"{", b"}", b"[", b"]", b",", b":", b'"',
    b"'", b"\\", b"\\u0000", b"\\ud800", b"#", b"## ", b"- ", b"* ", b"&a ", b"*a ", b"&a [*a]",
    b"? ", b"| ", b"> ", b"!!binary ", b"!x ", b"%", b"---\n", b"...\n", b"<<: *a\n", b"null",
    b"NaN", b"-Infinity", b"1e999", b"9" * 400, b"9" * 5_000, b"-", b"0x", b"true", b"{}", b"[]",
    b'"a":1,', b'"":', b"key: a\n", b"levels: [a, b]\n", b"PK\x03\x04", b"PK\x05\x06",
    b"PK\x01\x02",
    b"[" * 100, b'{"a":' * 100, b"- " * 100, b"a: " * 100, b"[" * 5_000, b"- " * 5_000, b"> " * 500,
    b"{#a}", b"{roles=a,b}", b"(policy)", b"0. ", b"```\n", b"## Evidence\n", b"Best practices\n",
    "•".encode(), "“”".encode(), "🧭".encode(),
)  # fmt: skip
"""Pieces of bytes that mean something to a parser, or to none."""

FILENAMES = (
    "", "x", "page.md", "page.txt", "lens.json", "library.yaml", "model.zip", "core-9.9.9.zip",
    "x_checklist.xx-YY.json", ".json", "a.b.c", "\x00.json", "\x07.zip", "a\nb.json", "\ud800.json",
    "\u202e.yaml", "x" * 300 + ".json", "../../x.md", "C:\\x.yml", "X.JSON",
    "core-" + "9" * 60 + ".1.zip", "core-١.٢.zip", "x.\ud800", "x.\x00", "x." + "y" * 300, " .json",
)  # fmt: skip
"""Names that a file may come under."""

MEMBERS = (
    "../x.yaml", "/x.md", "a\\b.md", "C:x.yaml", "", "framework.yaml", "framework.json", "x.md",
    "README.md", "a\x00b.md", "a\nb.md", "é.md", "\u202e.md", "x" * 300 + ".md",
    "a/" * 100 + "x.md",
    ".hidden.md", "__MACOSX/x.md", "X.MD", "model/questions/x.yml", "folder/",
)  # fmt: skip
"""Names that a member of an archive may have."""
