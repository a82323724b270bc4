"""What schemathesis must leave alone, so that it can go on asking."""

import os

import schemathesis

OWN_KEY = os.environ["FUZZ_KEY_ID"]


@schemathesis.hook
def filter_case(context, case):
    """Keeps the key by which it asks from being revoked."""
    return OWN_KEY not in (case.path_parameters or {}).values()
