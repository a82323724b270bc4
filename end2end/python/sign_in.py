"""An application that people sign in to, built on Authlib. It speaks JSON, a line each: it says which address a browser is
to open, reads the address that the browser was sent back to, and says what it got.

ISSUER, CLIENT_ID, CLIENT_SECRET (where there is one), METHOD and REDIRECT_URI are read from the environment."""

import json
import os

import requests
from authlib.common.security import generate_token
from authlib.integrations.base_client.errors import OAuthError
from authlib.integrations.requests_client import OAuth2Session
from authlib.oidc.core import CodeIDToken
from joserfc import jwt
from joserfc.jwk import KeySet

ISSUER = os.environ["ISSUER"]
CLIENT_ID = os.environ["CLIENT_ID"]


def say(**what):
    print(json.dumps(what), flush=True)


def published(url):
    answer = requests.get(url, timeout=10)
    answer.raise_for_status()
    return answer.json()


metadata = published(f"{ISSUER}/.well-known/openid-configuration")
assert metadata["issuer"] == ISSUER

session = OAuth2Session(
    CLIENT_ID,
    os.environ.get("CLIENT_SECRET"),
    token_endpoint_auth_method=os.environ["METHOD"],
    revocation_endpoint_auth_method=os.environ["METHOD"],
    scope="openid profile email",
    redirect_uri=os.environ["REDIRECT_URI"],
    code_challenge_method="S256",
    token_endpoint=metadata["token_endpoint"],
)
code_verifier = generate_token(64)
nonce = generate_token()
url, state = session.create_authorization_url(
    metadata["authorization_endpoint"], code_verifier=code_verifier, nonce=nonce
)
say(open=url)
answer = json.loads(input())

token = session.fetch_token(authorization_response=answer, state=state, code_verifier=code_verifier)
keys = KeySet.import_key_set(published(metadata["jwks_uri"]))
id_token = jwt.decode(token["id_token"], keys, algorithms=metadata["id_token_signing_alg_values_supported"])
claims = CodeIDToken(
    id_token.claims,
    id_token.header,
    {"iss": {"values": [ISSUER]}, "aud": {"values": [CLIENT_ID]}},
    {"nonce": nonce, "client_id": CLIENT_ID, "access_token": token["access_token"]},
)
claims.validate()
person = session.get(metadata["userinfo_endpoint"]).json()
assert person["sub"] == claims["sub"]

first = token["refresh_token"]
renewed = session.refresh_token()
assert renewed["refresh_token"] != first


def is_active(token):
    answer = session.introspect_token(metadata["introspection_endpoint"], token=token)
    return answer.json().get("active", answer.status_code)


before = is_active(renewed["access_token"])
revoked = session.revoke_token(
    metadata["revocation_endpoint"], token=renewed["refresh_token"], token_type_hint="refresh_token"
)
try:
    session.refresh_token()
    after = "renewed"
except OAuthError as error:
    after = error.error
say(
    person=person,
    scope=renewed["scope"],
    before=before,
    revoked=revoked.status_code,
    after=after,
    is_active_after=is_active(renewed["access_token"]),
)
