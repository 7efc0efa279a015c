"""Queue entries; each calls one function or method."""

from django.tasks import task

from programs.letters import tell_household


@task
def tell_about_sign_up(sign_up_id: int, event: str) -> None:
    """Write to the account that signed somebody up, once per event."""
    tell_household(sign_up_id, event)
