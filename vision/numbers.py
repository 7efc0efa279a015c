"""How figures are written: rounded as people round, with commas between thousands."""

from decimal import ROUND_HALF_UP, Decimal

Number = Decimal | float | int


def rounded(value: Number, decimals: int) -> Decimal:
    """`value` with so many decimals; a half goes up (四捨五入), as in the city's own papers."""
    exact = value if isinstance(value, Decimal) else Decimal(str(value))
    return exact.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)


def written(value: Number, decimals: int) -> str:
    """「22.8」, 「1,016」."""
    return f"{rounded(value, decimals):,f}"


def in_full(value: Decimal, decimals: int = 0) -> Decimal:
    """With `decimals`, and with more where the value has more: nothing is rounded away.

    A database gives 50.000 for 50.0.
    """
    needed = -int(value.normalize().as_tuple().exponent)
    return value.quantize(Decimal(1).scaleb(-max(needed, decimals)))


def written_in_full(value: Decimal, decimals: int = 0) -> str:
    """「24.25」, where `written` with one decimal says 「24.3」."""
    return f"{in_full(value, decimals):,f}"
