"""Who a source signs in as: an app registration with a secret, or the machine's own identity."""

from __future__ import annotations

from typing import Any, Self

from azure.core.credentials import AccessTokenInfo, TokenRequestOptions
from azure.core.exceptions import AzureError
from azure.identity import ClientSecretCredential, DefaultAzureCredential

from evidence.connectors.azure_monitor.refusals import sign_in_failed
from evidence.connectors.azure_monitor.sites import CLOUDS, Site
from evidence.connectors.azure_monitor.wire import OPTIONS, Wire
from evidence.connectors.base import Account, SourceFailed

KNOWN = frozenset(f"https://{cloud.authority}" for cloud in CLOUDS.values())


class Login:
    """Gives tokens to the clients of Azure. Raises SourceFailed where none is to be had."""

    def __init__(self, site: Site, account: Account) -> None:
        self.wire = Wire(account)
        try:
            self.credential = _credential(site, account, self.wire)
        except ValueError:
            raise SourceFailed(
                "The tenant id or the client id has signs that Azure does not allow there."
            ) from None

    def get_token_info(
        self, *scopes: str, options: TokenRequestOptions | None = None
    ) -> AccessTokenInfo:
        """A token for these scopes, kept by the credential until it is about to expire."""
        try:
            return self.credential.get_token_info(*scopes, options=options)
        except AzureError as error:
            raise sign_in_failed(error) from None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        self.close()

    def close(self) -> None:
        """Ends the connections."""
        self.credential.close()


def _credential(
    site: Site, account: Account, wire: Wire
) -> ClientSecretCredential | DefaultAzureCredential:
    tenant, client, secret = (
        str(account.settings.get(name) or "").strip() for name in ("tenant", "client", "secret")
    )
    options: dict[str, Any] = OPTIONS | {"authority": site.authority}
    if secret:
        if not tenant or not client:
            raise SourceFailed("A client secret goes with a tenant id and a client id.")
        # Azure's own directory of authorities knows only its own: asking it about another fails.
        return ClientSecretCredential(
            tenant,
            client,
            account.secret(secret),
            disable_instance_discovery=site.authority not in KNOWN,
            transport=wire,
            **options,
        )
    if site.given:
        raise SourceFailed(
            "The identity of this machine is sent to Azure's own addresses only. With another "
            "address, give a tenant, a client and a secret."
        )
    account.use_own_identity()
    named = {"managed_identity_client_id": client, "workload_identity_client_id": client}
    if tenant:
        named["workload_identity_tenant_id"] = tenant
    return DefaultAzureCredential(transport=wire, **(named if client else {}), **options)
