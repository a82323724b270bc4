# Install: pip install Authlib requests
import os
import sys
from http.server import BaseHTTPRequestHandler, HTTPServer
from urllib.parse import parse_qsl, urlsplit

import requests
from authlib.common.security import generate_token
from authlib.integrations.requests_client import OAuth2Session

# Authlib speaks plain http, to a server on localhost, only with AUTHLIB_INSECURE_TRANSPORT=1 in the environment.
ISSUER = "{issuer}"
REDIRECT_URI = os.environ["REDIRECT_URI"]  # here one with a port, such as http://localhost:8400/callback

answer = {}


class Callback(BaseHTTPRequestHandler):
    def do_GET(self):
        answer.update(parse_qsl(urlsplit(self.path).query))
        self.send_response(200)
        self.end_headers()
        self.wfile.write(b"Go back to the terminal.")

    def log_message(self, *_):
        pass  # The address holds the code.


metadata = requests.get(f"{ISSUER}/.well-known/openid-configuration", timeout=10).json()
session = OAuth2Session(
    os.environ["CLIENT_ID"],
    redirect_uri=REDIRECT_URI,
    scope="openid email",
    code_challenge_method="S256",
    token_endpoint=metadata["token_endpoint"],
)
code_verifier = generate_token(64)
url, state = session.create_authorization_url(metadata["authorization_endpoint"], code_verifier=code_verifier)

with HTTPServer((urlsplit(REDIRECT_URI).hostname, urlsplit(REDIRECT_URI).port), Callback) as server:
    print("Open", url, flush=True)
    while not answer:
        server.handle_request()
if answer.get("state") != state or answer.get("iss") != ISSUER:
    sys.exit("This is no answer to what was asked.")
if "code" not in answer:
    sys.exit(answer["error"])

token = session.fetch_token(code=answer["code"], code_verifier=code_verifier)
print(token["access_token"])
print(session.get(metadata["userinfo_endpoint"]).json()["email"])

# The session does this by itself when a token has expired.
token = session.refresh_token()
print(token["access_token"])
