# Install: pip install Authlib requests
import os
from pathlib import Path

import requests
from authlib.integrations.requests_client import OAuth2Session
from authlib.oauth2.rfc7523 import PrivateKeyJWT, private_key_jwt_sign
from joserfc.jwk import ECKey

# Authlib speaks plain http, to a server on localhost, only with AUTHLIB_INSECURE_TRANSPORT=1 in the environment.
ISSUER = "{issuer}"


class SignedJWT(PrivateKeyJWT):
    # Authlib’s own is for the token endpoint’s address, and for an hour: too wide and too long to be accepted.
    def sign(self, auth, token_endpoint):
        return private_key_jwt_sign(auth.client_secret, auth.client_id, ISSUER, alg="ES256", expires_in=60)


metadata = requests.get(f"{ISSUER}/.well-known/oauth-authorization-server", timeout=10).json()
session = OAuth2Session(
    os.environ["CLIENT_ID"],
    ECKey.import_key(Path(os.environ["PRIVATE_KEY_FILE"]).read_text()),
    token_endpoint=metadata["token_endpoint"],
    token_endpoint_auth_method=SignedJWT(),
    grant_type="client_credentials",
)
token = session.fetch_token()
print(token["access_token"])
# session.get("https://api.example.com/…") sends the token, and gets a new one when it has expired.
