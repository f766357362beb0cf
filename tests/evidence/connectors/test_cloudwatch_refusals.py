"""What fails a whole source: credentials, clocks, throttling, faults, nobody there. Every sentence
tells its owner what to do, and none holds a secret."""

from __future__ import annotations

import datetime as dt
import socket
from collections.abc import Iterator

import pytest
from pytest_django import Settings

from evidence.connectors.base import Account, SourceFailed
from evidence.connectors.cloudwatch import CloudWatchConnector
from evidence.connectors.cloudwatch.doors import ATTEMPTS
from tests.evidence.connectors.aws_account import SECRET, account, asked, collected, sent, values
from tests.evidence.connectors.aws_stand_in import Reply, StandIn, metric_data, refusal, serving

NO_KEY = {"access_key_id": "", "secret_access_key": ""}
ROLE = "arn:aws:iam::123456789012:role/plumbline"


@pytest.fixture
def aws() -> Iterator[StandIn]:
    with serving(StandIn(rules={"GetMetricData": metric_data})) as stand_in:
        yield stand_in


@pytest.fixture(autouse=True)
def waits(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """How long the client would have waited before it asked again; nobody waits."""
    slept: list[float] = []
    monkeypatch.setattr("time.sleep", slept.append)
    return slept


def failure(of: Account) -> SourceFailed:
    with pytest.raises(SourceFailed) as failed:
        collected(of, asked(sent()))
    said = str(failed.value)
    assert said.endswith(".")
    assert len(said) <= 300
    assert SECRET not in said
    return failed.value


@pytest.mark.parametrize(
    ("code", "message", "said"),
    [
        ("ExpiredTokenException", "The security token is expired", "have expired"),
        ("InvalidClientTokenId", "The security token is invalid.", "does not know the credentials"),
        ("UnrecognizedClientException", "invalid", "does not know the credentials"),
        ("OptInRequired", "", "whether the region is switched on"),
        ("InvalidSignatureException", f"The string was {SECRET}", "does not belong to"),
        (
            "InvalidSignatureException",
            f"Signature expired: 20261129T101700Z is now earlier than {SECRET}",
            "the clock of this machine is wrong",
        ),
        ("RequestExpired", "Request has expired.", "the clock of this machine is wrong"),
        (
            "AccessDenied",
            "User: arn:aws:iam::1:user/x is not authorized to perform: cloudwatch:GetMetricData",
            "does not allow cloudwatch:GetMetricData",
        ),
        ("AccessDenied", f"No, {SECRET}", "does not allow the call GetMetricData"),
        ("Teapot", SECRET, "AWS refused GetMetricData with the error “Teapot”."),
    ],
)
def test_a_refusal_is_a_sentence_for_the_owner(
    aws: StandIn, waits: list[float], code: str, message: str, said: str
) -> None:
    aws.replies["GetMetricData"] = [refusal(code, message)]
    of = account(aws.url)
    assert said in str(failure(of))
    assert of.calls == 1
    assert waits == []


def test_throttling_is_waited_for_and_then_told(aws: StandIn, waits: list[float]) -> None:
    aws.rules["GetMetricData"] = lambda body: refusal("ThrottlingException", "Rate exceeded")
    of = account(aws.url)
    failed = failure(of)
    assert "asks to be left alone" in str(failed)
    assert failed.retry_after is None
    assert of.calls == ATTEMPTS
    assert len(waits) == ATTEMPTS - 1


def test_how_long_to_wait_is_passed_on(aws: StandIn) -> None:
    aws.rules["GetMetricData"] = lambda body: refusal(
        "ThrottlingException", "Rate exceeded", 429, Retry_After="120"
    )
    assert failure(account(aws.url)).retry_after == dt.timedelta(seconds=120)


def test_a_throttle_that_passes_is_no_failure(aws: StandIn) -> None:
    aws.replies["GetMetricData"] = [refusal("ThrottlingException"), refusal("Throttling")]
    of = account(aws.url)
    [found] = collected(of, asked(sent()))
    assert len(values(found)) == 24
    assert of.calls == 3


@pytest.mark.parametrize("status", [500, 502, 503, 504])
def test_a_fault_of_amazon_is_asked_again_and_then_told(aws: StandIn, status: int) -> None:
    aws.rules["GetMetricData"] = lambda body: Reply("<html>sorry</html>", status)
    of = account(aws.url)
    assert f"error {status}" in str(failure(of))
    assert of.calls == ATTEMPTS


def test_a_connection_that_breaks_is_asked_again(aws: StandIn) -> None:
    aws.replies["GetMetricData"] = [Reply(close=True)]
    of = account(aws.url)
    [found] = collected(of, asked(sent()))
    assert len(values(found)) == 24
    assert of.calls == 2


def test_results_before_a_failure_stand(aws: StandIn) -> None:
    empty = Reply({"MetricDataResults": []})
    aws.replies["GetMetricData"] = [empty, refusal("ExpiredToken")]
    results = CloudWatchConnector().collect(
        account(aws.url), [asked(sent()), asked(sent("b"), dt.timedelta(days=2))]
    )
    assert next(results).error == ""
    with pytest.raises(SourceFailed, match="have expired"):
        next(results)


def test_nobody_there_is_said(waits: list[float]) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    assert "is not reached from here" in str(failure(account(f"http://127.0.0.1:{port}")))
    assert len(waits) == ATTEMPTS - 1


def test_an_address_that_the_operator_does_not_allow_is_not_asked(settings: Settings) -> None:
    settings.PLUMBLINE_ALLOWED_NETWORKS = []
    of = account("http://169.254.169.254/latest")
    failure(of)
    assert of.calls == 0


@pytest.mark.parametrize("region", ["", "mars", "eu-central-1.evil.example", "eu central 1"])
def test_a_region_that_is_none_is_said_before_anything_is_sent(aws: StandIn, region: str) -> None:
    assert "no region of AWS" in str(failure(account(aws.url, region=region)))
    assert not aws.asked


def test_a_key_without_its_secret_is_said(aws: StandIn) -> None:
    assert "or neither" in str(failure(account(aws.url, secret_access_key="")))


def test_no_credentials_at_all_are_said(
    aws: StandIn, monkeypatch: pytest.MonkeyPatch, tmp_path: object
) -> None:
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_PROFILE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")
    monkeypatch.setenv("AWS_SHARED_CREDENTIALS_FILE", f"{tmp_path}/none")
    monkeypatch.setenv("AWS_CONFIG_FILE", f"{tmp_path}/none")
    monkeypatch.setenv("AWS_ENDPOINT_URL", aws.url)
    assert "There are no credentials" in str(failure(account("", **NO_KEY)))


def test_the_identity_of_the_machine_is_used_where_no_key_is_named(
    aws: StandIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "AKIDEXAMPLE")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "of-the-machine")
    monkeypatch.setenv("AWS_ENDPOINT_URL", aws.url)
    [found] = collected(account("", **NO_KEY), asked(sent()))
    assert len(values(found)) == 24


def test_the_identity_of_the_machine_is_shown_to_no_address_of_a_person(aws: StandIn) -> None:
    assert "needs an access key of its own" in str(failure(account(aws.url, **NO_KEY)))
    assert not aws.asked


def test_a_role_is_assumed_by_the_external_id_of_the_organization(aws: StandIn) -> None:
    aws.replies["AssumeRole"] = [sts_refusal("AccessDenied")]
    failure(account(aws.url, role_arn=ROLE))
    assert aws.asked["AssumeRole"][0]["ExternalId"] == "plumbline-organization-7"


def sts_refusal(code: str) -> Reply:
    body = (
        f"<ErrorResponse><Error><Type>Sender</Type><Code>{code}</Code><Message>{SECRET}</Message>"
        "</Error><RequestId>1</RequestId></ErrorResponse>"
    )
    return Reply(body, 403)


def test_a_role_that_may_not_be_assumed_is_said(aws: StandIn) -> None:
    aws.replies["AssumeRole"] = [sts_refusal("AccessDenied")]
    of = account(aws.url, role_arn=ROLE, external_id="acme-7")
    assert "The role may not be assumed" in str(failure(of))
    [form] = aws.asked["AssumeRole"]
    assert form["ExternalId"] == "acme-7"
    assert form["RoleSessionName"] == "plumbline-7-3"
    assert of.calls == 1


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"role_arn": "plumbline"}, "named by its ARN"),
        ({"role_arn": ROLE, "external_id": "a b"}, "An external ID has letters"),
        ({"role_arn": ROLE, "external_id": "Plumbline-organization-8"}, "given out by Plumbline"),
    ],
)
def test_a_role_that_is_none_is_said_before_anything_is_sent(
    aws: StandIn, given: dict[str, str], said: str
) -> None:
    assert said in str(failure(account(aws.url, **given)))
    assert not aws.asked


def test_a_check_says_what_is_missing(aws: StandIn) -> None:
    aws.replies["GetCallerIdentity"] = [sts_refusal("ExpiredToken")]
    with pytest.raises(SourceFailed, match="have expired"):
        CloudWatchConnector().check(account(aws.url))
