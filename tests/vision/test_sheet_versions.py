"""What changed between two versions is told by field, and within a line by words."""

from hypothesis import given
from hypothesis import strategies as st

from tests.vision.sheets import CONTENT, rewritten
from vision.sheets.content import Bar, Content, Strand
from vision.sheets.diff import Part, changes, compared


def test_only_the_fields_that_changed_are_told():
    told = changes(CONTENT, rewritten(impact="low", result="できました"))
    assert [change.label for change in told] == ["インパクト", "取組結果"]


def test_a_rewritten_line_is_told_word_by_word():
    (line,) = compared("登録は238件です。", "登録は309件です。")
    assert line == [
        Part("same", "登録は"),
        Part("removed", "238"),
        Part("added", "309"),
        Part("same", "件です。"),
    ]


def test_a_figure_is_one_word():
    (line,) = compared("558件", "1,016件")
    assert [part.text for part in line] == ["558", "1,016", "件"]


def test_a_bar_that_moved_is_told_with_its_quarters():
    strands = (Strand("予約システム", "", (Bar("設計", 1, 3), Bar("運用開始", 4, 4))),)
    (change,) = changes(CONTENT, rewritten(strands=strands + CONTENT.strands[1:]))
    now = ["".join(part.text for part in line if part.kind != "removed") for line in change.lines]
    assert change.label == "取組と四半期の計画"
    assert now[1:3] == ["・第1〜第3四半期：設計", "・第4四半期：運用開始"]


texts = st.text(alphabet="市民センターの12,3件ですabc。\n ", max_size=60)


@given(texts, texts)
def test_both_texts_can_be_read_off_the_comparison(old, new):
    lines = compared(old, new)

    def side(other: str) -> list[str]:
        of_side = [[part for part in line if part.kind != other] for line in lines]
        return ["".join(part.text for part in line) for line in of_side]

    assert [line for line in side("added") if line] == [one for one in old.splitlines() if one]
    assert [line for line in side("removed") if line] == [one for one in new.splitlines() if one]


bars = st.builds(
    lambda name, quarters: Bar(name, min(quarters), max(quarters)),
    texts,
    st.tuples(st.integers(1, 4), st.integers(1, 4)),
)


@given(st.lists(bars, max_size=8))
def test_the_grid_shows_every_bar_once_and_every_line_is_four_quarters_long(some):
    lines = Strand("取組", "", tuple(some)).lines
    shown = [cell.bar for line in lines for cell in line if cell.bar]
    assert sorted(shown, key=repr) == sorted(some, key=repr)
    assert all(sum(cell.span for cell in line) == 4 for line in lines)
    for line in lines:
        place = 1
        for cell in line:
            assert cell.bar is None or cell.bar.first == place
            place += cell.span


def test_a_version_kept_as_json_says_the_same():
    assert Content.from_json(CONTENT.to_json()) == CONTENT
