"""Every page of Plumbline, with the sample in it: sound, in light and dark, wide and narrow."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from django.urls import URLPattern, URLResolver, get_resolver

from tests.e2e.conftest import Site, Visit
from tests.e2e.pages import PHONE, resize, sideways, violations, violations_everywhere

AMARA, TOMAS, INES = (f"{name}@sample.example" for name in ("amara", "tomas", "ines"))
OPERATOR = "operator@sample.example"


@dataclass(frozen=True)
class Look:
    """An address, with the parts of the sample in it, and whose eyes look at it."""

    path: str
    by: str = AMARA


PAGES = {
    "home": Look("/"),
    "gallery": Look("/design/", OPERATOR),
    "account_login": Look("/accounts/login/", ""),
    "account_logout": Look("/accounts/logout/"),
    "account_inactive": Look("/accounts/inactive/", ""),
    "account_change_password": Look("/accounts/password/change/"),
    "account_reset_password": Look("/accounts/password/reset/", ""),
    "account_reset_password_done": Look("/accounts/password/reset/done/", ""),
    "account_reset_password_from_key": Look("/accounts/password/reset/key/1-gone/", ""),
    "account_reset_password_from_key_done": Look("/accounts/password/reset/key/done/", ""),
    "organizations:members": Look("/settings/{slug}/members/"),
    "organizations:member_add": Look("/settings/{slug}/members/add/"),
    "organizations:member": Look("/settings/{slug}/members/{member}/"),
    "organizations:member_remove": Look("/settings/{slug}/members/{member}/remove/"),
    "organizations:workloads": Look("/settings/{slug}/workloads/"),
    "organizations:workload_add": Look("/settings/{slug}/workloads/add/"),
    "organizations:workload": Look("/settings/{slug}/workloads/{workload}/"),
    "organizations:audit": Look("/settings/{slug}/audit/"),
    "organizations:tokens": Look("/settings/tokens/"),
    "organizations:token_add": Look("/settings/tokens/add/"),
    "api-docs": Look("/api/v1/"),
    "assessments:list": Look("/assessments/"),
    "assessments:create": Look("/assessments/new/"),
    "assessments:assessment": Look("/assessments/{assessment}/"),
    "assessments:change": Look("/assessments/{assessment}/change/"),
    "assessments:publish": Look("/assessments/{assessment}/publish/"),
    "assessments:participants": Look("/assessments/{assessment}/people/"),
    "assessments:trace": Look("/assessments/{assessment}/trace/"),
    "assessments:settle": Look("/assessments/{assessment}/settle/schedule-review/"),
    "assessments:questionnaire": Look("/assessments/{assessment}/answer/{section}/", TOMAS),
    "assessments:history": Look(
        "/assessments/{assessment}/answers/{question}/{role}/history/", "jonas@sample.example"
    ),
    "assessments:refuse": Look(
        "/assessments/{assessment}/answers/see-what-jobs-use/product-owner/refuse/", INES
    ),
    "assessments:attach": Look(
        "/assessments/{assessment}/evidence/?question=small-pieces&role=software-developer", TOMAS
    ),
    "assessments:object": Look("/assessments/links/{link}/object/", INES),
    "assessments:findings": Look("/findings/"),
    "assessments:finding": Look("/findings/{finding}/"),
    "assessments:finding_new": Look("/assessments/{assessment}/findings/new/", INES),
    "assessments:milestone": Look("/milestones/{milestone}/"),
    "assessments:review": Look("/review/", INES),
    "assessments:frameworks": Look("/frameworks/"),
    "assessments:import": Look("/frameworks/import/"),
    "assessments:framework": Look("/frameworks/{framework}/"),
    "assessments:framework_section": Look("/frameworks/{framework}/sections/{section}/"),
    "assessments:framework_lint": Look("/frameworks/{other_framework}/lint/"),
    "assessments:framework_export": Look("/frameworks/{other_framework}/export/"),
    "assessments:framework_compare": Look("/frameworks/{framework}/compare/{other_framework}/"),
    "assessments:version": Look("/assessments/{assessment}/version/"),
    "assessments:import_preview": Look("/frameworks/import/{upload}/"),
    "assessments:import_section": Look("/frameworks/import/{upload}/sections/{upload_section}/"),
    "evidence:library": Look("/evidence/"),
    "evidence:add": Look("/evidence/add/"),
    "evidence:artifact": Look("/evidence/{waiting}/", INES),
    "evidence:change": Look("/evidence/{artifact}/change/"),
    "evidence:revise": Look("/evidence/{artifact}/revise/"),
    "evidence:signals": Look("/signals/"),
    "evidence:schedules": Look("/signals/schedules/?example"),
    "evidence:source_add": Look("/signals/sources/add/"),
    "evidence:source": Look("/signals/sources/{source}/"),
    "evidence:source_change": Look("/signals/sources/{source}/change/"),
    "evidence:probe_add": Look("/signals/sources/{source}/probes/add/"),
    "evidence:probe_from": Look("/signals/sources/{source}/probes/add/jobs.duration/"),
    "evidence:probe": Look("/signals/probes/{probe}/"),
    "evidence:probe_bounds": Look("/signals/probes/{probe}/bounds/"),
    "evidence:reading": Look("/signals/readings/{reading}/"),
    "jobs:overview": Look("/jobs/"),
    "jobs:list": Look("/jobs/all/"),
    "jobs:job": Look("/jobs/{job}/"),
    "reports:list": Look("/reports/"),
    "reports:order": Look("/reports/order/?assessment={assessment}"),
    "reports:report": Look("/reports/{report}/"),
}

LOOKS = PAGES | {
    "evidence:source_add, its form": Look("/signals/sources/add/?connector=prometheus"),
}
"""Also what such an address shows once something was chosen."""

SOMEBODY_ELSES = {"api-docs"}
"""What Swagger UI draws there is not ours to mend."""

NOT_PAGES = {
    # Parts of a page, files, and answers for machines.
    "healthz",
    "readyz",
    "metrics",
    "assessments:state",
    "assessments:document",
    "assessments:findings_export",
    "assessments:framework_download",
    "assessments:framework_file",
    "evidence:download",
    "evidence:source_progress",
    "evidence:known",
    "jobs:live",
    "jobs:progress",
    "reports:progress",
    "reports:download",
    "reports:view",
    # They lead on to another page.
    "organizations:settings",
    "assessments:start",
    "assessments:move",
    "account_set_password",
    # They take what was sent, and answer with one of the pages above.
    "organizations:audit_verify",
    "organizations:token_revoke",
    "assessments:answer",
    "assessments:approve",
    "assessments:remove",
    "assessments:unsettle",
    "assessments:unlink",
    "assessments:lift",
    "assessments:finding_plan",
    "assessments:finding_resolve",
    "assessments:finding_reopen",
    "assessments:import_discard",
    "assessments:version_undo",
    "assessments:framework_delete",
    "evidence:accept",
    "evidence:give_back",
    "evidence:withdraw",
    "evidence:own_queue",
    "evidence:source_switch",
    "evidence:source_collect",
    "evidence:figure_add",
    "evidence:check",
    "jobs:retry",
    "evidence:probe_remove",
    "reports:retry",
}


def names(resolver: URLResolver, within: str = "") -> set[str]:
    """The names of all addresses but those of the admin, and of REST but for its page."""
    found = set()
    for one in resolver.url_patterns:
        if isinstance(one, URLPattern):
            found.add(f"{within}{one.name}")
        elif one.namespace != "admin" and "api" not in str(one.pattern):
            found |= names(one, f"{one.namespace}:" if one.namespace else within)
    return found


def test_no_page_is_left_out() -> None:
    assert names(get_resolver()) | {"api-docs"} == set(PAGES) | NOT_PAGES


@pytest.mark.parametrize("name", LOOKS)
def test_everybody_can_use_a_page(window: Visit, site: Site, name: str) -> None:
    page = window(LOOKS[name].by)
    answer = page.goto(LOOKS[name].path.format(**site.ids))
    assert answer
    assert answer.status == 200
    assert page.locator("h1").count() == 1
    if name not in SOMEBODY_ELSES:
        assert violations_everywhere(page) == []
    resize(page, PHONE)
    assert sideways(page) <= 0


@pytest.mark.parametrize("path", ["/assessments/99999/", "/no/such/page/"])
def test_a_page_that_is_not_there_is_sound_too(visit: Visit, path: str) -> None:
    page = visit(AMARA, bypass_csp=True)
    page.route(f"**{path}", lambda route: route.fulfill(response=route.fetch(), status=200))
    page.goto(path)
    assert page.locator("h1").inner_text() == "There is no such page"
    assert violations(page) == []
