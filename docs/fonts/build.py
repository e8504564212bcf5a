"""Make the fonts of the letters: ``uv run python docs/fonts/build.py [FOLDER]``.

FOLDER has NotoSerifCJK-Regular.ttc and NotoSerifCJK-Bold.ttc, version 2.001. Kept are GB 2312, ASCII and what
``characters.txt`` beside this file lists; hints and what vertical text needs are left out. The names are changed, as
those of a changed font should be: an installed Noto Serif CJK SC is another font.
"""

from __future__ import annotations

import sys
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTCollection, TTFont

HERE = Path(__file__).resolve().parent
FONTS = HERE.parents[1] / "gongkai" / "letters" / "fonts"
INSTALLED = "/usr/share/fonts/opentype/noto"
FAMILY = "Gongkai Serif SC"
SIMPLIFIED = "Noto Serif CJK SC"


def characters() -> set[int]:
    """All code points of GB 2312, ASCII, and of the list."""
    found = set(range(0x20, 0x7F))
    for first in range(0xA1, 0xF8):
        for second in range(0xA1, 0xFF):
            found |= {ord(character) for character in bytes((first, second)).decode("gb2312", "ignore")}
    lines = (HERE / "characters.txt").read_text("utf-8").splitlines()
    return found | {ord(character) for line in lines if not line.startswith("#") for character in line}


def build(source: Path, weight: str) -> Path:
    """Write the subset of one weight."""
    fonts = TTCollection(source, lazy=True).fonts
    font = next(font for font in fonts if font["name"].getDebugName(1).startswith(SIMPLIFIED))
    options = subset.Options()
    options.layout_features = ["kern", "palt"]
    options.hinting = False
    options.notdef_outline = True
    options.name_IDs = [0, 1, 2, 3, 4, 5, 6, 13, 14]
    options.drop_tables += ["BASE", "VORG", "vhea", "vmtx"]
    subsetter = subset.Subsetter(options)
    wanted = characters()
    missing = wanted - set(font.getBestCmap())
    subsetter.populate(unicodes=wanted)
    subsetter.subset(font)
    _rename(font, weight)
    path = FONTS / f"GongkaiSerifSC-{weight}.otf"
    font.recalcTimestamp = False
    font.save(path)
    print(f"{path.name}: {len(wanted - missing)} characters, {path.stat().st_size / 1e6:.1f} MB")
    print("not in the source: " + "".join(map(chr, sorted(missing))))
    return path


def _rename(font: TTFont, weight: str) -> None:
    full, plain = f"{FAMILY} {weight}", f"{FAMILY.replace(' ', '')}-{weight}"
    names = {1: FAMILY, 2: weight, 3: f"2.001;{plain}", 4: full, 6: plain}
    table = font["name"]
    table.names = [record for record in table.names if record.platformID == 3 and record.langID == 0x409]
    for identity, text in names.items():
        table.setName(text, identity, 3, 1, 0x409)
    top = font["CFF "].cff
    top.fontNames = [plain]
    top.topDictIndex[0].FullName, top.topDictIndex[0].FamilyName = full, FAMILY


if __name__ == "__main__":
    folder = Path(sys.argv[1] if sys.argv[1:] else INSTALLED)
    for style in ("Regular", "Bold"):
        build(folder / f"NotoSerifCJK-{style}.ttc", style)
