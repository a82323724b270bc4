# Install: curl, jq and openssl; run with: bash curl.sh
set -euo pipefail

metadata=$(curl --fail --silent --show-error '{issuer}/.well-known/openid-configuration')
endpoint() { jq -r ".$1_endpoint" <<<"$metadata"; }
base64url() { openssl base64 -A | tr '+/' '-_' | tr -d '='; }
post() { curl --fail-with-body --silent --show-error --data-urlencode "client_id=$CLIENT_ID" "$@" "$(endpoint token)"; }

state=$(openssl rand 32 | base64url)
code_verifier=$(openssl rand 32 | base64url)
code_challenge=$(printf %s "$code_verifier" | openssl dgst -sha256 -binary | base64url)
query="response_type=code&client_id=$CLIENT_ID&redirect_uri=$(jq -nr 'env.REDIRECT_URI | @uri')&scope=openid%20email"
query+="&state=$state&code_challenge=$code_challenge&code_challenge_method=S256"
printf 'Open %s?%s\n' "$(endpoint authorization)" "$query"

read -r -p 'The address that the browser was sent to: ' address
[[ $address == *"state=$state"* && $address =~ [?\&]code=([^\&]+) ]] || exit 1
answer=$(post --data grant_type=authorization_code --data-urlencode "code=${BASH_REMATCH[1]}" \
  --data-urlencode "redirect_uri=$REDIRECT_URI" --data "code_verifier=$code_verifier")
jq -r .access_token <<<"$answer"

# Once it has expired. The answer holds the next refresh token: each counts once.
answer=$(jq -j .refresh_token <<<"$answer" | post --data grant_type=refresh_token --data-urlencode refresh_token@-)
jq -r .access_token <<<"$answer"
