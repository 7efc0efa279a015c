"""A month in an address, once this is imported: `<month:month>` for `/rooms/lotteries/2027-02/`."""

from datetime import date

from django.urls import register_converter


class MonthConverter:
    regex = "[0-9]{4}-(?:0[1-9]|1[0-2])"

    def to_python(self, value: str) -> date:
        return date.fromisoformat(f"{value}-01")

    def to_url(self, value: date) -> str:
        return f"{value:%Y-%m}"


register_converter(MonthConverter, "month")
