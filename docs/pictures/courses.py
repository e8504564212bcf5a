"""The pictures of docs/walkthrough.md: `GONGKAI_PICTURES=out/courses make test ARGS=tests/web/browser/test_courses.py`,
then `python docs/pictures/courses.py out/courses` (with poppler's pdftoppm for the letters).

Pages as the tests saw them, and the first page of each letter, in few colours.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from PIL import Image

HERE = Path(__file__).parent / "courses"
WIDTH, TALLEST = 720, 1500


def keep(picture: Image.Image, name: str) -> None:
    small = picture.convert("RGB")
    small.thumbnail((WIDTH, 10_000))
    small = small.crop((0, 0, small.width, min(small.height, TALLEST)))
    small.quantize(24).save(HERE / f"{name}.png", optimize=True)


def take(folder: Path) -> None:
    HERE.mkdir(exist_ok=True)
    for page in sorted(folder.glob("[0-9]-*.png")):
        keep(Image.open(page), page.stem)
    for letter in sorted(folder.glob("*.pdf")):
        command = ["pdftoppm", "-r", "90", "-png", "-singlefile", letter, folder / f"letter-{letter.stem}"]
        subprocess.run(command, check=True)
        keep(Image.open(folder / f"letter-{letter.stem}.png"), f"letter-{letter.stem}")


if __name__ == "__main__":
    take(Path(sys.argv[1]))
