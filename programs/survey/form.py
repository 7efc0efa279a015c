"""The questionnaire after a course: four questions, one of them needed."""

from django import forms

from programs.models import SurveyAnswer


class SurveyForm(forms.Form):
    """What one thinks of a course, and what one will do with it."""

    satisfaction = forms.TypedChoiceField(
        label="この講座は、いかがでしたか",
        choices=SurveyAnswer.Mark.choices,
        coerce=int,
        widget=forms.RadioSelect,
        error_messages={
            "required": "「いかがでしたか」の5つのうち、1つを選んでください。",
            "invalid_choice": "「いかがでしたか」の5つのうち、1つを選んでください。",
        },
    )
    uses = forms.MultipleChoiceField(
        label="学んだことを、どんなところで生かしますか",
        help_text="あてはまるものを、いくつでも。",
        choices=SurveyAnswer.Use.choices,
        widget=forms.CheckboxSelectMultiple,
        required=False,
        error_messages={"invalid_choice": "「どんなところで」を選び直してください。"},
    )
    wants_activity = forms.BooleanField(
        label="地域の活動やボランティアに関心がある", required=False
    )
    comment = forms.CharField(
        label="ご意見・ご感想",
        help_text="お名前や電話番号など、だれか分かることは書かないでください。1,000文字まで。",
        max_length=1_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={
            "max_length": "ご意見・ご感想は、1,000文字までで書いてください。",
            "null_characters_not_allowed": "使えない文字があります。入力し直してください。",
        },
    )
