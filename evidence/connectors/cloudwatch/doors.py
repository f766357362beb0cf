"""The way into an account of AWS: credentials, roles, clients. Counts every request sent."""

from __future__ import annotations

import functools
import re
from typing import Any

from botocore.config import Config
from botocore.session import Session

from evidence import guarded
from evidence.connectors.base import Account, SourceFailed
from evidence.connectors.cloudwatch.failures import Refused, in_words
from evidence.connectors.cloudwatch.plain_results import left_plain, moment
from evidence.connectors.cloudwatch.series import REGION

CONNECT_SECONDS = 5
READ_SECONDS = 60
ATTEMPTS = 4
SESSION_SECONDS = 3600
OWN = "plumbline-organization-"
_ROLE = re.compile(r"arn:aws[a-z-]*:iam::[0-9]{12}:role/[\w+=,.@/-]{1,512}")
_EXTERNAL_ID = re.compile(r"[\w+=,.@:/-]{2,1224}")


@functools.cache
def _models() -> Any:
    """What the client knows of Amazon's services: read from disk once a process, not a source."""
    return Session().get_component("data_loader")


class Doors:
    """Clients for the services of one account, each made once. Raises SourceFailed."""

    def __init__(self, account: Account) -> None:
        self.account = account
        self.region = self._setting("region")
        if not REGION.fullmatch(self.region):
            raise SourceFailed(
                f"“{self.region[:40]}” is no region of AWS. Write it as eu-central-1."
            )
        self.endpoint = self._setting("endpoint")
        self._look_where_it_leads()
        self._session = Session()
        self._session.register_component("data_loader", _models())
        factory: Any = self._session.get_component("response_parser_factory")
        factory.set_parser_defaults(timestamp_parser=moment)
        self._clients: dict[tuple[str, str], Any] = {}
        self._credentials: dict[str, str] = self._own_keys()
        role = self._setting("role_arn")
        if role:
            self._credentials = self._assumed(role)

    def client(self, service: str, region: str = "") -> Any:
        """A client of this service, in the region of the source unless another is named."""
        place = (service, region or self.region)
        if place not in self._clients:
            with in_words(place[1]):
                self._clients[place] = self._made(*place)
        return self._clients[place]

    def close(self) -> None:
        """Give the connections back."""
        for client in self._clients.values():
            client.close()

    def _made(self, service: str, region: str) -> Any:
        make: Any = self._session.create_client  # typed for names that are written out only
        client: Any = make(
            service,
            region_name=region,
            endpoint_url=self.endpoint or None,
            config=self._config(),
            **self._credentials,
        )
        client.meta.events.register("before-send", self._count)
        if service == "cloudwatch":
            client.meta.events.register("before-parse.cloudwatch.GetMetricData", left_plain)
        return client

    def _config(self) -> Config:
        # A stand-in is named by a person: no proxy of the environment is asked for it.
        proxies: dict[str, str] | None = {} if self.endpoint else None
        return Config(
            connect_timeout=CONNECT_SECONDS,
            read_timeout=READ_SECONDS,
            retries={"mode": "standard", "total_max_attempts": ATTEMPTS},
            max_pool_connections=1,
            parameter_validation=False,  # series.py and facts.py have looked, with better words
            proxies=proxies,
            user_agent_extra="plumbline",
        )

    def _count(self, **_: object) -> None:
        # Again before each request: a name may lead elsewhere by now.
        self._look_where_it_leads()
        self.account.calls += 1

    def _look_where_it_leads(self) -> None:
        """Raises SourceFailed where the address that a person gave may not be connected to."""
        if self.endpoint:
            guarded.checked_address(self.endpoint)

    def _own_keys(self) -> dict[str, str]:
        """The access key that the settings name, or nothing: then the client looks for itself."""
        key, secret = self._setting("access_key_id"), self._setting("secret_access_key")
        if bool(key) != bool(secret):
            raise SourceFailed("Name both the access key ID and the secret access key, or neither.")
        if not key and self.endpoint:
            # The session token of the machine would be sent to whoever gave the address.
            raise SourceFailed(
                "An address of your own needs an access key of its own: "
                "the identity of this machine is shown to Amazon and to nobody else."
            )
        if not key:
            self.account.use_own_identity()
            return {}
        return {
            "aws_access_key_id": self.account.secret(key),
            "aws_secret_access_key": self.account.secret(secret),
        }

    def _assumed(self, role: str) -> dict[str, str]:
        """The credentials of the role, for an hour."""
        external = self._external_id()
        if not _ROLE.fullmatch(role):
            raise SourceFailed("The role is named by its ARN: arn:aws:iam::123456789012:role/name.")
        # The name stands in the account's own log, so that its owner sees who asked.
        session = f"plumbline-{self.account.organization_id}-{self.account.source_id or 'try'}"
        asked = {
            "RoleArn": role,
            "RoleSessionName": session[:64],
            "DurationSeconds": SESSION_SECONDS,
            "ExternalId": external,
        }
        sts = self.client("sts")
        try:
            with in_words(self.region):
                given = sts.assume_role(**asked)["Credentials"]
        except Refused as refused:
            raise SourceFailed(
                "The role may not be assumed by the identity of this source. Look at the role's "
                "trust policy, at its external ID, and at sts:AssumeRole of the identity."
            ) from refused
        finally:
            # Whoever asks for sts again asks as the role.
            self._clients.clear()
        return {
            "aws_access_key_id": given["AccessKeyId"],
            "aws_secret_access_key": given["SecretAccessKey"],
            "aws_session_token": given["SessionToken"],
        }

    def _external_id(self) -> str:
        """The one that is filled in, or that of the organization, which no other can fill in: so
        a role that asks for it is open to the sources of this organization alone."""
        external = self._setting("external_id")
        if external.lower().startswith(OWN):
            raise SourceFailed(
                f"External IDs that begin with {OWN} are given out by Plumbline. "
                "Leave the field empty: then that of your organization is sent."
            )
        if external and not _EXTERNAL_ID.fullmatch(external):
            raise SourceFailed("An external ID has letters, digits and + = , . @ : / - only.")
        return external or f"{OWN}{self.account.organization_id}"

    def _setting(self, name: str) -> str:
        return str(self.account.settings.get(name) or "").strip()
