"""Swedish amounts and the few roundings there are, each in one place."""

from decimal import Decimal
from fractions import Fraction


def kronor(amount: int) -> str:
    r"""
    Return *amount* as Swedish is written, with no-break spaces.

    >>> kronor(600000).replace("\u00a0", " ")
    '600 000 kronor'
    >>> kronor(1).replace("\u00a0", " ")
    '1 krona'
    """
    return f"{grouped(amount)} {'krona' if amount == 1 else 'kronor'}"


def grouped(amount: int) -> str:
    r"""
    Return *amount* in groups of three digits.

    >>> grouped(1234567).replace("\u00a0", " ")
    '1 234 567'
    """
    return f"{amount:,}".replace(",", "\u00a0")


def percent(share: Decimal) -> str:
    """
    Return a share of one in per cent.

    >>> percent(Decimal("0.80")), percent(Decimal("0.125"))
    ('80 procent', '12,5 procent')
    """
    return f"{decimal(share * 100)} procent"


def decimal(number: Decimal) -> str:
    """
    Return *number* without needless zeros, with a decimal comma.

    >>> decimal(Decimal("10.50")), decimal(Decimal("100.00"))
    ('10,5', '100')
    """
    text = f"{number:f}"
    return (text.rstrip("0").rstrip(".") if "." in text else text).replace(".", ",")


def floor_share(share: Decimal, amount: int) -> int:
    """
    Return *share* of *amount*, rounded down, so that parts never exceed the whole.

    >>> floor_share(Decimal("0.80"), 999_999)
    799999
    """
    return int(share * amount)


def least_whole(share: Decimal, part: int) -> int:
    """
    Return the smallest whole of which *share*, rounded down, reaches *part*.

    >>> least_whole(Decimal("0.80"), 440_001)
    550002
    """
    return -(-Fraction(part) // Fraction(share))


def proportional(amount: int, weights: tuple[int, ...], caps: tuple[int, ...]) -> tuple[int, ...]:
    """
    Return *amount* shared by *weights*, no part above its cap, in whole numbers that add up to *amount*.

    What a cap keeps back goes to the others in proportion; odd kronor go to the largest remainders.
    The caps must hold *amount*.

    >>> proportional(100, (1, 1, 1), (100, 100, 100)), proportional(100, (1, 1), (20, 90))
    ((34, 33, 33), (20, 80))
    """
    parts = list(caps)
    open_ = [i for i, weight in enumerate(weights) if weight]
    rest = amount - sum(cap for i, cap in enumerate(caps) if i not in open_)
    while full := [i for i in open_ if rest * weights[i] > caps[i] * sum(weights[j] for j in open_)]:
        rest -= sum(caps[i] for i in full)
        open_ = [i for i in open_ if i not in full]
    whole = sum(weights[i] for i in open_)
    for i in open_:
        parts[i] = rest * weights[i] // whole
    by_remainder = sorted(open_, key=lambda i: (-(rest * weights[i] % whole), -weights[i], i))
    for i in by_remainder[: rest - sum(parts[j] for j in open_)]:
        parts[i] += 1
    return tuple(parts)
