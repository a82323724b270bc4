# Install: curl and jq; run with: bash curl.sh
token_endpoint=$(curl --fail --silent --show-error '{issuer}/.well-known/oauth-authorization-server' | jq -r .token_endpoint)
answer=$(curl --fail-with-body --silent --show-error --user "$CLIENT_ID:$CLIENT_SECRET" \
  --data grant_type=client_credentials "$token_endpoint")
jq -r .access_token <<<"$answer"
