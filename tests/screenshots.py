"""Pictures of the window with real content: ``python -m tests.screenshots OUT [--size 1280x720] [--only NAME ...]``.

Data folders are made as they look on the first day and after weeks of practice. Then the real program opens on each of
them, without a display, and is taken to every page and state: light and dark, at 1x and 2x, and, with ``--language
pseudo``, in words that are a third longer. ``--readme`` makes the pictures of the README instead.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from coachdesk import clock
from coachdesk.services import people
from coachdesk.services.desk import open_desk
from tests.practised import many_cards, multiply, practise

README = {"today": "today", "choose": "choose", "talk": "talk", "debrief": "debrief"}
"""What the README shows, in the order in which it is come to, and the name of the picture."""
ATTEMPTS, CARDS = 500, 5_000
PERSON = "Rep"


def make(root: Path) -> dict[str, str]:
    """The data folders, and the attempt that the pictures show."""
    made = {}
    for name, attempts, cards in (("week", 24, 0), ("many", ATTEMPTS, CARDS)):
        desk = open_desk(root / name)
        if name == "week":
            made["attempt"] = practise(desk)
            desk.close()
            shutil.copytree(root / "week", root / "many")
            desk = open_desk(root / name)
        multiply(desk, attempts, clock.now())
        if cards:
            many_cards(desk, cards, clock.now())
        people.rename(desk, PERSON)
        desk.change_settings(welcomed=True)
        desk.close()
    return made


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.screenshots", description=__doc__.splitlines()[0])
    parser.add_argument("out", type=Path)
    parser.add_argument("--size", default="1280x720")
    parser.add_argument("--scale", nargs="*", default=["1", "2"])
    parser.add_argument("--language", default="en", choices=("en", "pseudo"))
    parser.add_argument("--only", nargs="*", default=[], metavar="NAME", help="the beginning of a picture's name")
    parser.add_argument("--readme", action="store_true", help="only the pictures of the README, light, at 1x")
    wish = parser.parse_args()
    wish.out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        order = {
            **make(Path(folder)),
            "root": folder,
            "out": str(wish.out.absolute()),
            "size": [int(part) for part in wish.size.split("x")],
            "language": wish.language,
            "only": list(README) if wish.readme else wish.only,
            "readme": README if wish.readme else {},
            "looks": ["light"] if wish.readme else ["light", "dark"],
            "last": list(README)[-1] if wish.readme else "",
        }
        for scale in ["1"] if wish.readme else wish.scale:
            run = {**order, "suffix": "" if scale == "1" else f"-{scale}x"}
            for data in (
                ("week",) if wish.readme else ("new", "week", "many")
            ):  # a program for each, as a person would start it
                home = Path(folder) / f"{data}-{scale}"
                if (Path(folder) / data).is_dir():
                    shutil.copytree(Path(folder) / data, home)
                subprocess.run(
                    [
                        sys.executable,
                        "-m",
                        "tests.screenshots_of",
                        json.dumps({**run, "data": data, "home": str(home)}),
                    ],
                    check=True,
                    env={**os.environ, "QT_SCALE_FACTOR": scale, "QT_QPA_PLATFORM": "offscreen"},
                )


if __name__ == "__main__":
    main()
