"""What programs and bad luck do to a Word or Excel package: each function gives other bytes, by chance."""

from __future__ import annotations

import re
import warnings
from collections.abc import Callable
from io import BytesIO
from random import Random
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile

Parts = list[tuple[str, bytes]]
Change = Callable[[Parts, Random], Parts]
OTHERS = ("0", "-1", "99999999999", "1", "x", "w:p", "w:tc", "w:vMerge", "ZZZ9999999", "", "true", "é")
CHANCE_OF_ANOTHER = 0.02
ENTITIES = b'<!DOCTYPE a [<!ENTITY b "%s"><!ENTITY c "%s">]>' % (b"b" * 1_000, b"&b;" * 1_000)
DEEP = 400


def spoilt(package: bytes, chance: Random) -> bytes:
    """The package after one or two changes of its parts."""
    with ZipFile(BytesIO(package)) as before:
        parts = [(name, before.read(name)) for name in before.namelist()]
    for _ in range(chance.randint(1, 2)):
        parts = chance.choice(CHANGES)(parts, chance)
    return packed(parts, chance.choice((ZIP_DEFLATED, ZIP_DEFLATED, ZIP_STORED)))


def packed(parts: Parts, compression: int) -> bytes:
    """A package of these parts, also where two have one name."""
    file = BytesIO()
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", "Duplicate name", UserWarning)
        with ZipFile(file, "w", compression) as package:
            for name, content in parts:
                package.writestr(name, content)
    return file.getvalue()


def of_some_part(change: Callable[[bytes, Random], bytes]) -> Change:
    """A change of one part, more often of one that a plan is read from."""

    def changed(parts: Parts, chance: Random) -> Parts:
        if not parts:
            return parts
        read = [place for place, (name, _) in enumerate(parts) if re.search("document|sheet|Strings", name)]
        place = chance.choice(read if read and chance.random() < 2 / 3 else range(len(parts)))
        name, content = parts[place]
        return [*parts[:place], (name, change(content, chance)), *parts[place + 1 :]]

    return changed


def left_out(parts: Parts, chance: Random) -> Parts:
    """A part is missing."""
    gone = chance.randrange(len(parts) or 1)
    return parts[:gone] + parts[gone + 1 :]


def doubled(parts: Parts, chance: Random) -> Parts:
    """A part is there twice."""
    return [*parts, *chance.sample(parts, min(1, len(parts)))]


def renamed(parts: Parts, chance: Random) -> Parts:
    """A part has another name."""
    if not parts:
        return parts
    place = chance.randrange(len(parts))
    name = parts[place][0]
    others = (f"../../{name}", name.upper(), f"{name}.bak", "/" + name, name.replace("/", "\\"), "é" * 60)
    return [*parts[:place], (chance.choice(others), parts[place][1]), *parts[place + 1 :]]


def exchanged(parts: Parts, chance: Random) -> Parts:
    """Two parts have each other's content."""
    names, contents = [name for name, _ in parts], [content for _, content in parts]
    if len(parts) > 1:
        one, other = chance.sample(range(len(parts)), 2)
        contents[one], contents[other] = contents[other], contents[one]
    return list(zip(names, contents, strict=True))


def cut(content: bytes, chance: Random) -> bytes:
    """It ends early."""
    return content[: chance.randrange(len(content) or 1)]


def renumbered(content: bytes, chance: Random) -> bytes:
    """Now and then a number or a name is another."""

    def other(found: re.Match[str]) -> str:
        return chance.choice(OTHERS) if chance.random() < CHANCE_OF_ANOTHER else found[0]

    return re.sub(r"\d+|w:\w+|[A-Z]\d", other, content.decode("utf-8", "replace")).encode()


def rewritten(content: bytes, chance: Random) -> bytes:
    """Some element is gone, there twice, or goes down very deep."""
    tags = re.findall(rb"<(?:w:)?(?:tbl|tr|tc|p|r|t|row|c|v|is|si|sheet)[ >]", content)
    if not tags:
        return content
    name = chance.choice(tags)[1:-1]
    element = re.compile(rb"<%s[ >].*?</%s>" % (name, name), re.DOTALL)
    found = list(element.finditer(content))
    if not found:
        return content
    one = chance.choice(found)
    deep = b"<%s>" % name * DEEP + one[0] + b"</%s>" % name * DEEP
    return content[: one.start()] + chance.choice((b"", one[0] * 2, deep)) + content[one.end() :]


def with_entities(content: bytes, chance: Random) -> bytes:
    """It defines entities that grow, and uses one."""
    declared = re.sub(rb"(<\?xml.*?\?>)?", lambda found: found[0] + ENTITIES, content, count=1)
    return declared.replace(b"<w:t>", b"<w:t>&c;", 3).replace(b"<t>", b"<t>&c;", 3)


def in_another_encoding(content: bytes, chance: Random) -> bytes:
    """It is written in another encoding than it says, or says another than it is written in."""
    if chance.random() < 1 / 2:
        return content.replace(b"UTF-8", chance.choice((b"UTF-16", b"ISO-8859-1", b"UTF-7", b"x-none")), 1)
    return content.decode("utf-8", "replace").encode(chance.choice(("utf-16", "utf-32", "utf-7")))


def unwritable(content: bytes, chance: Random) -> bytes:
    """A character that XML does not know stands in some text, as itself or as a reference."""
    sign = chance.choice((b"\0", b"\x0b", b"&#0;", b"&#xD800;", b"&#x1F;", b"\xff", b"&nbsp;", b"_x0000_"))
    return re.sub(rb"(<(?:w:)?t(?: [^>]*)?>)", lambda found: found[0] + sign, content, count=3)


CHANGES: tuple[Change, ...] = (
    left_out,
    doubled,
    renamed,
    exchanged,
    *map(of_some_part, (cut, rewritten, rewritten, renumbered, renumbered, with_entities)),
    *map(of_some_part, (in_another_encoding, unwritable, unwritable)),
)
