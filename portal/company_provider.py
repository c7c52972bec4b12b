"""What the portal takes of what the company's sign-in says: issuer and subject."""

import hashlib
from typing import Any

from allauth.socialaccount.providers.base.provider import ProviderException
from allauth.socialaccount.providers.openid_connect.provider import OpenIDConnectProvider


class CompanyProvider(OpenIDConnectProvider):  # type: ignore[misc]  # allauth has no types
    """An identity is (issuer, subject): another issuer behind the same settings may give the subject to another."""

    def extract_uid(self, data: dict[str, Any]) -> str:
        said = data.get("id_token")
        if not said or not said.get("iss") or not said.get("sub"):
            raise ProviderException("no identity token")
        return hashlib.sha256(f"{said['iss']}\0{said['sub']}".encode()).hexdigest()

    def extract_extra_data(self, data: dict[str, Any]) -> dict[str, Any]:  # noqa: ARG002 - named by allauth
        """Nothing is kept: names and addresses are HR's."""
        return {}

    def extract_common_fields(self, data: dict[str, Any]) -> dict[str, Any]:  # noqa: ARG002
        return {}

    def extract_email_addresses(self, data: dict[str, Any]) -> list[Any]:  # noqa: ARG002
        """None: whoever could change an address there would be somebody else here."""
        return []
