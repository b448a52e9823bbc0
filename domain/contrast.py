"""How well two colours can be told apart: the contrast ratio of WCAG 2.2."""

WHITE = "#ffffff"
ENOUGH_FOR_TEXT = 4.5
"""The least contrast of text of ordinary size (criterion 1.4.3, level AA)."""

OF_RED_GREEN_BLUE = (0.2126, 0.7152, 0.0722)
LINEAR_UNTIL = 0.04045


def contrast(one: str, other: str) -> float:
    """The contrast of two colours, each written as #RRGGBB: from 1 (the same) to 21 (black and white)."""
    darker, lighter = sorted((_luminance(one), _luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def darker(colour: str, part: float) -> str:
    """The colour with a part of it (0 to 1) given over to black, as #rrggbb."""
    return "#" + "".join(f"{round(level * (1 - part)):02x}" for level in _levels(colour))


def _luminance(colour: str) -> float:
    shares = zip(OF_RED_GREEN_BLUE, _levels(colour), strict=True)
    return sum(share * _linear(level / 255) for share, level in shares)


def _levels(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def _linear(level: float) -> float:
    return level / 12.92 if level <= LINEAR_UNTIL else float(((level + 0.055) / 1.055) ** 2.4)
