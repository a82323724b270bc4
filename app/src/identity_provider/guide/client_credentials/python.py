# Install: pip install Authlib requests
import os

import requests
from authlib.integrations.requests_client import OAuth2Session

# Authlib speaks plain http, to a server on localhost, only with AUTHLIB_INSECURE_TRANSPORT=1 in the environment.
ISSUER = "{issuer}"

metadata = requests.get(f"{ISSUER}/.well-known/oauth-authorization-server", timeout=10).json()
session = OAuth2Session(
    os.environ["CLIENT_ID"],
    os.environ["CLIENT_SECRET"],
    token_endpoint=metadata["token_endpoint"],
    grant_type="client_credentials",
)
token = session.fetch_token()
print(token["access_token"])
# session.get("https://api.example.com/…") sends the token, and gets a new one when it has expired.
