"""`/volunteers/confirm/<token>/`: the yearly answer, by one press, without signing in."""

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from centers.volunteers.roster import confirming
from centers.volunteers.roster.confirming import Answer, Via

# What the button says, and what it brings about.
BUTTONS = {
    Answer.CONTINUES: ("これからも続けます", "活動のお願いが、これまでどおり届きます。"),
    Answer.PAUSES: (
        "しばらく休みます",
        "休んでいるあいだは、お願いが届きません。決まっている活動は、そのままです。",
    ),
    Answer.STOPS: (
        "登録をやめます",
        "決まっている活動は取りやめになり、だれにも何も見せなくなります。",
    ),
}


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def confirm(request: HttpRequest, token: str) -> HttpResponse:
    """Shows one button for the answer in `?answer=`; only pressing it changes anything.

    Mail programs open links to look at them, so that opening changes nothing.
    """
    volunteer = confirming.read_token(token)
    if volunteer is None:
        return render(request, "volunteers/confirm.html", {"is_broken": True}, status=404)
    said = request.POST if request.method == "POST" else request.GET
    answer = said.get("answer", Answer.CONTINUES)
    context = {"volunteer": volunteer, "token": token}
    error, status, done = "", 200, False
    if request.method == "POST":
        try:
            confirming.answer(volunteer, answer, via=Via.MAIL)
            done = True
        except ValidationError as refusal:
            error, status = refusal.messages[0], 409
    if answer not in BUTTONS:
        answer = Answer.CONTINUES
    button, brings = BUTTONS[Answer(answer)]
    others = [(one, label) for one, (label, _) in BUTTONS.items() if one != answer]
    context |= {
        "answer": answer,
        "button": button,
        "brings": brings,
        "others": others,
        "done": done,
        "error": error,
        "given": confirming.answer_of_this_year(volunteer),
    }
    return render(request, "volunteers/confirm.html", context, status=status)
