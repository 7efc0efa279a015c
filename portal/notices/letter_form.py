"""The words of one kind of letter, as staff change them."""

from django import forms

from portal.notices.models import LetterText


class LetterForm(forms.ModelForm):
    """Subject and body; the rules of placeholders are the model's."""

    class Meta:
        model = LetterText
        fields = ["subject", "body"]
        widgets = {"body": forms.Textarea(attrs={"rows": 22, "class": "letter-words"})}
        error_messages = {
            "subject": {
                "required": "件名を入力してください。",
                "max_length": "件名は120文字までで入力してください。",
            },
            "body": {"required": "本文を入力してください。"},
        }

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.error_messages["null_characters_not_allowed"] = (
                f"{field.label}に使えない文字があります。入力し直してください。"
            )
