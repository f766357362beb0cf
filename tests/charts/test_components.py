"""The components as pages see them: they compile, render, escape, and tie labels to fields."""

from __future__ import annotations

import datetime
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.core.paginator import Paginator
from django.template import engines
from django.template.loader import get_template
from django.test import RequestFactory
from django.utils import timezone

from charts.gallery import ExampleForm, examples
from organizations.models import User

TEMPLATES = Path(settings.BASE_DIR) / "templates"
OWN = sorted([*TEMPLATES.glob("*.html"), *(TEMPLATES / "components").rglob("*.html")])
ATTACK = '<img src=x onerror="alert(1)">'

pytestmark = pytest.mark.urls("tests.charts.urls")


class Page(HTMLParser):
    """Every start tag of a page, with its attributes."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str]]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, {name: value or "" for name, value in attrs}))


def render(source: str, **context: Any) -> str:
    return engines["django"].from_string(source).render(context)


def gallery(user: User | AnonymousUser, path: str = "/") -> str:
    request = RequestFactory().get(path)
    request.user = user
    return get_template("components/gallery.html").render(examples(), request)


@pytest.mark.parametrize("template", OWN, ids=lambda path: str(path.relative_to(TEMPLATES)))
def test_template_compiles_lists_its_variables_and_is_short(template: Path) -> None:
    get_template(str(template.relative_to(TEMPLATES)))
    lines = template.read_text().splitlines()
    assert len(lines) <= 120
    first = lines[1] if lines[0].startswith("{% extends") else lines[0]
    assert first.startswith("{% comment %}")


def test_gallery_renders_without_inline_code_or_doubled_ids() -> None:
    page = Page(gallery(User(email="ana@example.org", name="Ana Lima")))
    ids = [attributes["id"] for _, attributes in page.tags if "id" in attributes]
    assert len(ids) == len(set(ids))
    for tag, attributes in page.tags:
        assert tag != "style"
        assert "style" not in attributes
        assert not any(name.startswith("on") for name in attributes)
        assert tag != "script" or "src" in attributes


def test_every_description_points_at_something() -> None:
    page = Page(gallery(User(email="ana@example.org")))
    ids = {attributes.get("id") for _, attributes in page.tags}
    for _, attributes in page.tags:
        assert set(attributes.get("aria-describedby", "").split()) <= ids
        assert attributes.get("for") is None or attributes["for"] in ids


def test_navigation_marks_the_part_one_is_in() -> None:
    page = Page(gallery(User(email="ana@example.org"), "/assessments/7/"))
    current = {a["href"] for tag, a in page.tags if a.get("aria-current") == "page" and tag == "a"}
    assert "/assessments/" in current
    assert "/" not in current


def test_stranger_sees_no_navigation() -> None:
    page = gallery(AnonymousUser())
    assert 'aria-label="Main"' not in page
    assert "Sign out" not in page


def test_navigation_leaves_out_what_is_not_there() -> None:
    assert render('{% nav_link "" "Portfolio" %}') == ""
    assert render('{% nav_link "/x/" "Portfolio" %}') == '<a href="/x/">Portfolio</a>'


@pytest.mark.parametrize(
    "source",
    [
        "{% state 'pass' text %}",
        "{% state text %}",
        "{% plumb 1 2 5 label=text %}",
        "{% sparkline points label=text %}",
        "{% progress_bar 1 2 text %}",
        "{% radar rows 5 text %}",
        "{% bars rows 5 text %}",
        "{% nav_link '/' text %}",
        "{% include 'components/empty.html' with title=text text=text %}",
        "{% include 'components/card_head.html' with title=text note=text count=text %}",
        "{% include 'components/person.html' with name=text role=text %}",
    ],
)
def test_text_of_others_is_escaped(source: str) -> None:
    shown = render(source, text=ATTACK, points=[1, 2], rows=[])
    assert "<img" not in shown
    assert "&lt;img" in shown


def test_field_with_an_error_names_it_to_screen_readers() -> None:
    form = ExampleForm({"kind": "runbook"})
    shown = render("{% include 'components/field.html' with field=form.title %}", form=form)
    assert 'aria-describedby="id_title_helptext id_title_error"' in shown
    assert 'id="id_title_error"' in shown
    assert 'aria-invalid="true"' in shown


def test_pager_keeps_the_filters() -> None:
    page = Paginator(range(50), 20).page(2)
    shown = render("{% include 'components/pager.html' with query='kind=a' %}", page=page)
    assert "?kind=a&amp;page=1" in shown
    assert "21 to 40 of 50" in shown


def test_pager_of_one_page_is_nothing() -> None:
    page = Paginator(range(5), 20).page(1)
    assert render("{% include 'components/pager.html' %}", page=page).strip() == ""


def test_level_within_what_evidence_carries_is_marked() -> None:
    shown = render(
        "{% include 'components/levels.html' with name='q' prefix='q' cap=1 chosen=0 %}",
        levels=[{"value": n, "name": "L", "description": ""} for n in range(3)],
    )
    assert shown.count('class="within"') == 2
    assert shown.count(" checked") == 1


def test_dates_are_in_words_in_the_current_time_zone() -> None:
    moment = datetime.datetime(2026, 11, 29, 23, 30, tzinfo=datetime.UTC)
    with timezone.override(datetime.timezone(datetime.timedelta(hours=2))):
        assert render("{{ moment|date_words }}", moment=moment) == "30 November 2026"
    assert render("{{ nothing|date_words }}{{ nothing|ago }}{{ nothing|in_days }}") == ""


def test_filters_say_moments_and_sizes() -> None:
    then = timezone.now() - datetime.timedelta(days=4, minutes=1)
    source = "{{ then|ago }} {{ then|in_days }} {{ n|bytes }} {{ 0.5|share }} {{ 1|change }}"
    assert render(source, then=then, n=2048) == "4 days ago 4 days ago 2 kB 50\u202f% +1.0"


@pytest.mark.parametrize(
    ("name", "letters"),
    [("Ana Lima", "AL"), ("ana.de.lima@example.org", "AL"), ("bob", "B"), ("", "")],
)
def test_initials_stand_for_a_person(name: str, letters: str) -> None:
    assert render("{{ name|initials }}", name=name) == letters


def test_shape_alone_keeps_its_word_for_screen_readers() -> None:
    assert '<span class="visually-hidden">Fails</span>' in render("{% state 'fail' '' %}")
