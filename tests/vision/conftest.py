from pathlib import Path

import pytest
from django.conf import settings

from vision import metrics
from vision.models import Plan
from vision.plans.loading import load_plan


@pytest.fixture
def shipped_plan(db) -> Plan:
    """The plan the portal comes with, loaded from its file."""
    return load_plan(Path(settings.BASE_DIR) / "vision" / "plans" / "kitakyushu-2026.csv").plan


@pytest.fixture
def broken(monkeypatch):
    """The metric of the places fails."""

    def fail():
        raise RuntimeError("places are broken")

    places = metrics.metric("places")
    monkeypatch.setitem(
        metrics._registered, "places", metrics.Metric(**{**vars(places), "of": fail})
    )
