#!/usr/bin/env bash
# The life of an OAuth client by the management API, from its registration to its deletion.
# usage: GATEHOUSE_API_KEY=… oauth-client.sh https://gatehouse.example.com
set -euo pipefail

server=${1:?give the address of the server}
: "${GATEHOUSE_API_KEY:?set it to an API key with the role administrator}"
clients=$server/api/v1/oauth-clients

umask 077
answer=$(mktemp -d)
trap 'rm -rf "$answer"' EXIT

# ask METHOD URL [OPTION…]   Asks with the API key, and leaves the answer's status, head and body in $answer. The key is in
# no command line, which everybody on this machine can see.
ask() {
    local method=$1 url=$2
    shift 2
    curl --silent --show-error --request "$method" --dump-header "$answer/head" --output "$answer/body" \
        --write-out '%{http_code}' --header @<(printf 'Authorization: Bearer %s' "$GATEHOUSE_API_KEY") \
        "$@" "$url" >"$answer/status"
}

# expect STATUS WORDS   Says what was done, or how the server answered instead.
expect() {
    if [[ $(<"$answer/status") != "$1" ]]; then
        printf '%s: %s instead of %s\n%s\n' "$2" "$(<"$answer/status")" "$1" "$(<"$answer/body")" >&2
        exit 1
    fi
    printf '%s: %s\n' "$1" "$2"
}

field() { sed -n "s/.*\"$1\":\"\([^\"]*\)\".*/\1/p" "$answer/body"; }
etag() { sed -n 's/^etag: *\(.*[^[:space:]]\)[[:space:]]*$/\1/Ip' "$answer/head"; }

# token SECRET   Asks for a token as the client does.
token() {
    curl --silent --show-error --output "$answer/body" --write-out '%{http_code}' \
        --config <(printf 'user = "%s:%s"\n' "$client_id" "$1") \
        --data grant_type=client_credentials "$server/oauth2/token" >"$answer/status"
}

json='Content-Type: application/json'
patch='Content-Type: application/merge-patch+json'

# With an Idempotency-Key it can be asked for again where the answer was lost.
ask POST "$clients" --header "$json" --header "Idempotency-Key: $(date +%s)-$$" \
    --data '{"client_name": "Nightly export", "client_type": "confidential", "grant_type": "client_credentials"}'
expect 201 'registered'
client_id=$(field client_id)
first_secret=$(field client_secret)
client=$clients/$client_id
token "$first_secret"
expect 200 'a token by its secret'

ask GET "$client"
expect 200 'read'
seen=$(etag)
ask PATCH "$client" --header "$patch" --header "If-Match: $seen" --data '{"description": "Copies the day to the archive."}'
expect 200 'edited'
ask PATCH "$client" --header "$patch" --header "If-Match: $seen" --data '{"description": "Knows nothing of the other edit."}'
expect 412 'a stale edit is refused'

# The old secret counts for another hour: time to hand out the new one.
later=$(date --utc --date '1 hour' +%Y-%m-%dT%H:%M:%SZ)
ask POST "$client/secrets" --header "$json" --data "{\"label\": \"Next\", \"old_secrets_end_at\": \"$later\"}"
expect 201 'a new secret'
second_secret=$(field client_secret)
token "$first_secret"
expect 200 'a token by the old secret'
token "$second_secret"
expect 200 'a token by the new secret'
# The id of a secret is its second part: ghs_ID_…
ask DELETE "$client/secrets/${first_secret:4:16}"
expect 204 'the old secret retired'
token "$first_secret"
expect 401 'no token by the old secret'

ask POST "$client/disable"
expect 200 'disabled'
token "$second_secret"
expect 401 'no token for a disabled client'
ask DELETE "$client"
expect 204 'deleted'
ask GET "$client"
expect 404 'gone'
