# Install: curl, jq and openssl; run with: bash curl.sh
set -euo pipefail

base64url() { openssl base64 -A | tr '+/' '-_' | tr -d '='; }
token_endpoint=$(curl --fail --silent --show-error '{issuer}/.well-known/oauth-authorization-server' | jq -r .token_endpoint)

# Each assertion counts once: one is made for each request.
claims=$(jq -nc --argjson now "$(date +%s)" --arg jti "$(openssl rand -hex 16)" \
  '{iss: env.CLIENT_ID, sub: env.CLIENT_ID, aud: "{issuer}", iat: $now, exp: ($now + 60), jti: $jti}')
signed=$(printf %s '{"alg":"ES256"}' | base64url).$(printf %s "$claims" | base64url)
# openssl writes the two numbers of a signature as DER; a JWT has them side by side, with 32 bytes each.
numbers=$(printf %s "$signed" | openssl dgst -sha256 -sign "$PRIVATE_KEY_FILE" | openssl asn1parse -inform DER |
  awk -F: '/INTEGER/ { printf "%64s", $NF }' | tr ' ' 0)
signature=$(printf "$(sed 's/../\\x&/g' <<<"$numbers")" | base64url)

answer=$(curl --fail-with-body --silent --show-error --data grant_type=client_credentials \
  --data client_assertion_type=urn:ietf:params:oauth:client-assertion-type:jwt-bearer \
  --data "client_assertion=$signed.$signature" "$token_endpoint")
jq -r .access_token <<<"$answer"
