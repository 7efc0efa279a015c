"""What staff do to a lottery: close the list, draw, announce, ask for a redraw, decide on it."""

from datetime import timedelta

from hypothesis import strategies as st

from programs.lottery import drawing
from programs.models import Draw

from .life import Life, happens

STEPS = ["close", "draw", "announce", "ask", "approve alone", "approve", "refuse"]


class Lottery(Life):
    lottery = True

    @happens(8, steps=st.integers(1, 3), yes=st.booleans())
    def the_lottery_goes_on(self, steps: int, yes: bool) -> None:
        for _ in range(steps):
            self._do_step(self._next_step(yes))
            self.what_was_promised_is_kept()

    @happens(4, step=st.sampled_from(STEPS))
    def staff_do_another_step(self, step: str) -> None:
        self._do_step(step)

    def _next_step(self, yes: bool) -> str:
        course = self.course
        draw = Draw.objects.valid().filter(course=course).first()
        if draw is None:
            return "wait" if course.closes_at >= self.now else "close"
        if draw.redraw_is_asked:
            return "approve" if yes else "refuse"
        return "ask" if draw.is_announced else "announce" if draw.is_drawn else "draw"

    def _do_step(self, step: str) -> None:
        course, by = self.course, self.staff
        about = self.look.of(course, "entered")
        match step:
            case "wait":
                self.now = max(self.now, course.closes_at + timedelta(minutes=1))
                self.promises.owes_a_round = True
            case "close":
                self.do(drawing.close, course, by=by)
            case "draw":
                self.do(drawing.draw, course, "4649", by=by)
            case "announce":
                self.do(drawing.announce, course, by=by, about=about)
            case "ask":
                self.do(drawing.ask_redraw, course, by=by, reason="名簿のまちがい")
            case "approve alone":
                self.do(drawing.approve_redraw, course, by=by)
            case "approve":
                waiting = self.look.of(course, "waiting")
                self.do(drawing.approve_redraw, course, by=self.other_staff, about=waiting)
            case "refuse":
                self.do(drawing.refuse_redraw, course, by=self.other_staff)
