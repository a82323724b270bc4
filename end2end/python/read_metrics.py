"""Reads the metrics of a server as Prometheus does, and prints each sample on a line of its own."""

import os
from urllib.request import urlopen

from prometheus_client.openmetrics.parser import text_string_to_metric_families

with urlopen(f"{os.environ['ISSUER']}/metrics", timeout=10) as answer:
    text = answer.read().decode()

for family in text_string_to_metric_families(text):
    assert family.documentation, family.name
    for sample in family.samples:
        labels = ",".join(f"{name}={value}" for name, value in sorted(sample.labels.items()))
        print(sample.name, labels or "-", f"{sample.value:g}")
