"""Cuts the fonts down to the letters that pages use, as woff2 of one axis (weight 400 to 700).

The same input gives the same bytes: no time of day goes into the files.
"""

import shutil
import sys
from importlib.resources import files
from io import BytesIO
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont
from fontTools.varLib.instancer import instantiateVariableFont

LATIN = "U+0000-024F,U+02B0-02FF,U+1E00-1EFF,U+2000-206F,U+20A0-20CF,U+2100-214F,U+2190-21FF,U+2200-22FF"
CYRILLIC = "U+0020,U+00A0,U+0400-052F"
ARABIC = "U+0020,U+00A0,U+0600-06FF,U+0750-077F,U+200C-200F,U+FB50-FDFF,U+FE70-FEFF"

CUTS = (
    ("fontpkg_noto_sans", "NotoSans[wdth,wght].ttf", "noto-sans", LATIN),
    ("fontpkg_noto_sans", "NotoSans[wdth,wght].ttf", "noto-sans-cyrillic", CYRILLIC),
    ("fontpkg_noto_sans_arabic", "NotoSansArabic[wdth,wght].ttf", "noto-sans-arabic", ARABIC),
)


def main(target: Path) -> None:
    """Write all fonts and their licences below a folder."""
    for package, file, name, letters in CUTS:
        source = files(package)
        cut(Path(str(source / "files" / file)), target / "fonts" / f"{name}.woff2", letters)
        licence = target / "licences" / f"{package.removeprefix('fontpkg_')}.txt"
        shutil.copyfile(str(source / "LICENSE"), licence)


def cut(source: Path, target: Path, letters: str) -> None:
    """Keep one width, the weights 400 to 700 and some letters, with all features that shape them."""
    font = TTFont(source, recalcTimestamp=False)
    instantiateVariableFont(font, {"wdth": 100, "wght": (400, 700)}, inplace=True)
    between = BytesIO()  # the subsetter stumbles over what the instancer leaves in memory
    font.save(between)
    font = TTFont(between, recalcTimestamp=False)
    options = subset.Options(flavor="woff2", recalc_timestamp=False, hinting=False)
    options.layout_features += ["tnum", "lnum"]
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=subset.parse_unicodes(letters))
    cutter.subset(font)
    subset.save_font(font, str(target), options)


main(Path(sys.argv[1]))
