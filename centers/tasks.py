"""Queue entries; each calls one function."""

from django.db import transaction
from django.tasks import task

from centers.lottery.telling import tell_some


@task
def tell_of_the_draw(lottery_id: int, after: int = 0) -> None:
    """Tell every group that wished for a room, some hundreds at a time.

    Each batch and the task of the next are one transaction; run again, it tells nobody twice.
    """
    with transaction.atomic():
        last = tell_some(lottery_id, after)
        if last is not None:
            tell_of_the_draw.enqueue(lottery_id, last)
