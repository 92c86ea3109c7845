"""Asks the Nu HTML checker whether pages are valid HTML."""

import os
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path

OWN = "TOURBOOK_TEST_VNU"
HOW = f"have java, and name a vnu.jar (`npm install vnu-jar`) in {OWN}"


def checker() -> list[str] | None:
    """The command of the checker, if this machine has it."""
    jar, java = os.environ.get(OWN), shutil.which("java")
    if not jar or not java or not Path(jar).is_file():
        return None
    return [java, "-Xss8m", "-jar", jar, "--errors-only", "--exit-zero-always", "--stdout"]


def faults(command: list[str], pages: Mapping[str, str], folder: Path) -> str:
    """What is wrong with the pages, a line for each fault; empty if all are valid."""
    files = []
    for name, html in pages.items():
        file = folder / f"{name}.html"
        file.write_text(html, encoding="utf-8")
        files.append(str(file))
    ran = subprocess.run([*command, *files], capture_output=True, text=True, timeout=120)
    return (ran.stdout + ran.stderr).replace(f"file:{folder}/", "").strip()
