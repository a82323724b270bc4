"""A back-end system that signs for itself, built on Authlib: it asks for a token with an assertion (RFC 7523) made from the
private key in the file KEY_FILE, PEM or JWK, and says what it got.

ISSUER, CLIENT_ID, KEY_ID and KEY_FILE are read from the environment."""

import json
import os
import time
from pathlib import Path

import requests
from authlib.integrations.base_client.errors import OAuthError
from authlib.integrations.requests_client import OAuth2Session
from authlib.oauth2.rfc7523 import PrivateKeyJWT
from joserfc import jwt
from joserfc.jwk import ECKey, KeySet

ISSUER = os.environ["ISSUER"]
CLIENT_ID = os.environ["CLIENT_ID"]


def published(url):
    answer = requests.get(url, timeout=10)
    answer.raise_for_status()
    return answer.json()


metadata = published(f"{ISSUER}/.well-known/oauth-authorization-server")
assert "private_key_jwt" in metadata["token_endpoint_auth_methods_supported"]
assert "ES256" in metadata["token_endpoint_auth_signing_alg_values_supported"]

key_file = Path(os.environ["KEY_FILE"])
key = ECKey.import_key(json.loads(key_file.read_text()) if key_file.suffix == ".json" else key_file.read_text())
session = OAuth2Session(
    CLIENT_ID,
    key,
    token_endpoint_auth_method="private_key_jwt",
    token_endpoint=metadata["token_endpoint"],
    grant_type="client_credentials",
)
# By itself it would name the token endpoint as the audience and have the assertion live an hour.
short = {"exp": int(time.time()) + 60}
session.register_client_auth_method(
    PrivateKeyJWT(ISSUER, claims=short, headers={"kid": os.environ["KEY_ID"]}, alg="ES256")
)
try:
    token = session.fetch_token()
except OAuthError as error:
    print(json.dumps({"error": error.error}))
else:
    keys = KeySet.import_key_set(published(metadata["jwks_uri"]))
    claims = jwt.decode(token["access_token"], keys, algorithms=["ES256", "RS256"]).claims
    print(json.dumps({name: claims[name] for name in ("iss", "sub", "aud", "environment")}))
