"""Every preset from a source through the broker and a worker process to a judged reading."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import ExitStack
from dataclasses import dataclass, field, replace

import pytest
from pytest_django import DjangoDbBlocker

from evidence.actions import measures, probes, pushing, sources
from evidence.actions.probes import Asked
from evidence.connectors import BUILT_IN
from evidence.evaluate import Bounds, Comparison, Method
from evidence.models import Probe, Reading, SignalState, Source
from evidence.presets import for_connector, presets
from evidence.presets.base import Preset
from evidence.secret_references import variable
from jobs import nudge
from jobs.models import UNFINISHED, Job
from organizations.models import Rights, User, Workload
from organizations.refusals import Invalid
from scripts.system_packages import prometheus_server
from tests.factories import MembershipFactory, WorkloadFactory
from tests.needs import needs
from tests.services.answering import SYSTEMS
from tests.services.conftest import in_use
from tests.services.system import System
from tests.stack import Stack, free_port, wait_for

PRESETS = presets()
JUDGED = {SignalState.PASS, SignalState.WARN, SignalState.FAIL}
COMPUTED = {"schedule"}
"""Connectors that ask nobody."""

SILENT = {"gsched.ok_share"}
"""Presets whose system says nothing above the line where all is well."""

REFUSED = "refused"
LONGEST_WAIT = 120.0
"""Seconds in which a busy machine gets through; an idle one needs a tenth."""


@dataclass(repr=False)
class Collected:
    """What one run left: readings by preset, those of the source that refused, the sources by
    name, and what could not even be asked for, in words."""

    readings: dict[str, Reading] = field(default_factory=dict)
    refused: dict[str, Reading] = field(default_factory=dict)
    sources: dict[str, Source] = field(default_factory=dict)
    not_made: dict[str, str] = field(default_factory=dict)
    log: str = ""


@dataclass
class Watching:
    """Makes sources and probes of one workload, as its owner."""

    workload: Workload
    by: User
    not_made: dict[str, str]

    def source(self, name: str, connector: str, settings: Mapping[str, str]) -> Source:
        """A new source."""
        wanted = sources.Wanted(name, 3600, settings)
        return sources.create(
            organization=self.workload.organization, connector=connector, wanted=wanted, by=self.by
        )

    def system(self, connector: str, system: System) -> None:
        """A source, and a probe for each of its presets and queries."""
        source = self.source(connector, connector, system.settings)
        if system.pushed:
            pushing.push(source=source, points=system.pushed, by=self.by)
        for preset in for_connector(connector):
            self.preset(source, preset, system.parameters)
        for name, fields in system.queries.items():
            measure = measures.from_query(
                source, fields, statistic="last", unit="", grain_seconds=3600
            )
            asked = Asked(name, Bounds(Comparison.AT_MOST, 10, 20))
            self._probe(source, replace(measure, metric=name), asked)

    def preset(self, source: Source, preset: Preset, chosen: Mapping[str, str]) -> None:
        """A probe; why there can be none is noted."""
        given = {
            each.name: chosen.get(each.name) or each.default or each.example
            for each in preset.parameters
        }
        try:
            measure = measures.from_preset(source, preset, given)
            self._probe(source, measure, replace(probes.suggested(preset), name=preset.key))
        except Invalid as wrong:
            self.not_made[preset.key] = str(wrong)

    def _probe(self, source: Source, measure: measures.Measure, asked: Asked) -> None:
        probes.create(
            source=source, workload=self.workload, measure=measure, asked=asked, by=self.by
        )


@pytest.fixture(scope="module")
def collected(
    prepared: Stack, django_db_blocker: DjangoDbBlocker, tmp_path_factory: pytest.TempPathFactory
) -> Collected:
    """One worker process has collected from a source that refuses, and then from each system."""
    with in_use(prepared, django_db_blocker), ExitStack() as running:
        made = Collected()
        shop = WorkloadFactory.create()
        other = WorkloadFactory.create(organization=shop.organization)
        owner = MembershipFactory.create(organization=shop.organization, rights=Rights.OWNER).user
        _refusing(Watching(other, owner, made.not_made))
        watching = Watching(shop, owner, made.not_made)
        folder = tmp_path_factory.mktemp("systems")
        env = {"NO_PROXY": "127.0.0.1", "no_proxy": "127.0.0.1"}
        for connector in _present():
            system = running.enter_context(SYSTEMS[connector](folder))
            watching.system(connector, system)
            env |= system.env
            env |= {
                variable(shop.organization.slug, name): value
                for name, value in system.secrets.items()
            }
        _run(prepared, owner, env)
        _note(made, prepared)
    return made


def _refusing(watching: Watching) -> None:
    """A source where nobody listens, with a few probes; the first to be asked."""
    address = f"http://127.0.0.1:{free_port()}"
    source = watching.source(REFUSED, "prometheus", {"address": address})
    for preset in for_connector("prometheus")[:3]:
        watching.preset(source, preset, {})


def _present() -> list[str]:
    """The connectors whose systems can be had here."""
    return [name for name in SYSTEMS if name != "prometheus" or prometheus_server()]


def _run(stack: Stack, owner: User, env: Mapping[str, str]) -> None:
    """Ask every source, in the order they were made, and wait for the end."""
    before = dict(stack.env)
    stack.env |= env
    try:
        for source in Source.objects.order_by("pk"):
            nudge.send(sources.request_collection(source=source, by=owner))
        stack.start_worker()
        unfinished = Job.objects.filter(state__in=UNFINISHED)
        wait_for(lambda: not unfinished.exists(), "the end of all collections", LONGEST_WAIT)
        stack.stop()
    finally:
        stack.env = before


def _note(made: Collected, stack: Stack) -> None:
    made.sources = {source.name: source for source in Source.objects.all()}
    made.log = stack.log("worker")
    for probe in Probe.objects.select_related("latest", "source"):
        if probe.latest:
            noted = made.refused if probe.source.name == REFUSED else made.readings
            noted[probe.metric] = probe.latest


def judged(collected: Collected, key: str) -> Reading:
    """The reading of that name, with all that belongs to a judgement."""
    assert key not in collected.not_made, collected.not_made[key]
    assert key in collected.readings, "It has no reading."
    reading = collected.readings[key]
    state, words = reading.state, reading.message
    assert state in JUDGED, f"{state}: {words}"
    assert reading.value is not None
    assert reading.points > 0
    assert reading.series
    assert reading.query
    assert reading.connector_version
    assert len(reading.response_hash) == 64
    return reading


@pytest.mark.parametrize("key", PRESETS)
def test_a_preset_is_collected_and_judged(collected: Collected, key: str) -> None:
    preset = PRESETS[key]
    assert preset.connector in SYSTEMS, (
        "Nothing answers its connector: add a system to answering.py."
    )
    if preset.connector == "prometheus":
        needs("prometheus")
    reading = judged(collected, key)
    assert reading.unit == preset.unit
    if preset.evaluator.method is Method.RATIO and key not in SILENT:
        # What was never counted is 0 above the line: a name that nobody knows would pass.
        nothing = 1.0 if preset.evaluator.arguments.get("complement") else 0.0
        assert reading.value != nothing, "There was nothing above the line."


def test_a_query_of_ones_own_is_collected_where_there_are_no_presets(collected: Collected) -> None:
    assert judged(collected, "http_json.own").value == 7


@pytest.mark.parametrize("connector", BUILT_IN)
def test_a_source_counts_its_requests(collected: Collected, connector: str) -> None:
    if connector == "prometheus":
        needs("prometheus")
    source = collected.sources[connector]
    assert (source.last_error, source.failures) == ("", 0)
    assert source.last_collected_at
    assert (source.last_calls > 0) is (connector not in COMPUTED)


VALUES = {
    "sqs.dlq_now": 4,
    "spot.share": 1 / 3,
    "azl.success": 0.99,
    "azf.gbs_per_1k": 1,
    "azq.drain_ratio": 1,
    "pubsub.redelivery": 0.98,
    "gcf.idle_share": 0.25,
    "gsched.ran": 1,
    "proxy.busy_share": 15 / 24,
    "proxy.energy_per_1k": 1,
    "any.schedule_overlap": 15 / 70,
    "jobs.success_rate": 1,
}


@pytest.mark.parametrize("key", VALUES)
def test_a_figure_is_that_of_its_system(collected: Collected, key: str) -> None:
    assert judged(collected, key).value == pytest.approx(VALUES[key])


def test_a_source_that_refuses_delays_nobody(collected: Collected) -> None:
    source = collected.sources[REFUSED]
    assert (source.failures, source.last_collected_at) == (1, None)
    assert len(collected.refused) == 3
    for reading in collected.refused.values():
        assert (reading.state, reading.value) == (SignalState.ERROR, None)
        assert reading.message == source.last_error
        assert reading.message.startswith("http://127.0.0.1:")
        assert reading.message.endswith(".")
    asked_at = max(reading.at for reading in collected.refused.values())
    others = sorted(reading.at for reading in collected.readings.values())
    assert asked_at < others[0]
    assert (others[0] - asked_at).total_seconds() < 10


def test_no_connector_broke(collected: Collected) -> None:
    assert "Traceback" not in collected.log
    assert "connector_broke" not in collected.log
