"""What a load balancer or a monitor asks: is this process alive, can it serve?"""

from datetime import timedelta
from functools import cache

from django.db import Error, connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from django_tasks_db.models import DBTaskResult

LONGEST_WAIT_IN_QUEUE = timedelta(minutes=10)

UNREACHABLE = "データベースにつながりません。 The database cannot be reached."
UNMIGRATED = "移行が済んでいません。manage.py migrate を実行してください。 Migrations are missing."
STUCK = "送信待ちが10分を超えています。manage.py work を確かめてください。 The queue is stuck."


@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    """Alive: the process answers, whatever the state of the database."""
    return HttpResponse("ok\n", content_type="text/plain")


@require_safe
@never_cache
def readyz(request: HttpRequest) -> JsonResponse:
    """Ready: the database answers, every migration is applied, the queue moves.

    Tasks that failed for good are counted for the monitor, but a mail that cannot be sent is no
    reason to close the portal.
    """
    try:
        missing = _missing_migrations()
        reasons = [f"{UNMIGRATED} ({', '.join(missing)})"] if missing else _queue_troubles()
        failed = 0 if missing else DBTaskResult.objects.failed().count()
    except Error:
        reasons, failed = [UNREACHABLE], None
    return JsonResponse(
        {"ready": not reasons, "reasons": reasons, "failed_tasks": failed},
        status=503 if reasons else 200,
        json_dumps_params={"ensure_ascii": False},
    )


def _queue_troubles() -> list[str]:
    late = timezone.now() - LONGEST_WAIT_IN_QUEUE
    ready = DBTaskResult.objects.ready().filter(enqueued_at__lt=late)
    # A task with a time of its own waits from then on; without one, run_after lies far ahead.
    waits_too_long = ready.exclude(run_after__range=(late, timezone.now())).exists()
    return [STUCK] if waits_too_long else []


def _missing_migrations() -> list[str]:
    applied = MigrationRecorder(connection).applied_migrations()
    return [f"{app}.{name}" for app, name in _last_migrations() if (app, name) not in applied]


@cache
def _last_migrations() -> list[tuple[str, str]]:
    """The last migration of every app, as the code on disk has it."""
    return MigrationLoader(None).graph.leaf_nodes()
