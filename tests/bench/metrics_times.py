"""How long each metric takes, in a process on the database to be measured; printed as JSON."""

import json
import sys
from time import perf_counter

import django

django.setup()

from vision.figures.counting import YEARS, years_counted  # noqa: E402  after setup
from vision.metrics import registered  # noqa: E402

rounds = int(sys.argv[1])
last = years_counted()[1] - 1
times: dict[str, dict[str, list[float]]] = {one.key: {"one": [], "ten": []} for one in registered()}


def seconds(ask) -> float:
    begun = perf_counter()
    ask()
    return perf_counter() - begun


registered()[0].measure(last)  # connects
for _ in range(rounds):
    for one in registered():
        times[one.key]["one"].append(seconds(lambda one=one: one.measure(last)))
        times[one.key]["ten"].append(seconds(lambda one=one: one.trend(last - YEARS + 1, last)))
print(json.dumps(times))
