"""What the demo's worker does once, while the first page is looked at already."""

from django.tasks import task

from portal.demo import plans
from vision.figures.counting import count_live
from vision.models import MetricCount


@task
def count_and_publish() -> int:
    """Count the live figures, unless the nightly count was quicker, and publish past years."""
    if not MetricCount.objects.exists():
        count_live()
    return plans.publish_past_years()
