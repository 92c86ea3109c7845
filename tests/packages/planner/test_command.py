"""`tourbook plan`: an answer as JSON for a problem in a file, and how it ends."""

import io
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.packages.planner import checker
from tests.packages.planner.test_traps import problem, visit
from tourbook.cli.main import main

Json = dict[str, Any]


def run(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str, str]:
    try:
        status = main(("plan", *words))
    except SystemExit as ended:
        status = int(ended.code or 0)
    said = capsys.readouterr()
    return status, said.out, said.err


def test_plan_answers_a_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    given = problem([visit("a", "p", score=3)])
    file = tmp_path / "problem.json"
    file.write_text(json.dumps(given))

    status, out, err = run(capsys, str(file))

    answer = json.loads(out)
    assert (status, err, out.count("\n")) == (0, "", 1)
    assert checker.faults(given, answer) == []
    assert (answer["status"], answer["score"], answer["bound"]) == ("optimal", 3, 3)


def test_plan_reads_standard_input_and_may_indent(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    given = json.dumps(problem([visit("näyte", "p")])).encode()
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(given)))

    status, out, _ = run(capsys, "-", "--pretty")

    assert status == 0
    assert '\n  "status": "optimal"' in out


def test_an_impossible_problem_is_answered(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "problem.json"
    file.write_text(json.dumps(problem([visit("a", "p", minutes=90, must=True)])))

    status, out, _ = run(capsys, str(file))

    answer = json.loads(out)
    assert (status, answer["status"], answer["days"]) == (0, "infeasible", [])
    assert [one["sentence"] for one in answer["conflict"]] == [
        "a must be in.",
        "Day 0 runs from 0 to 100 and ends at hotel.",
    ]


@pytest.mark.parametrize(
    ("raw", "sentence"),
    [
        (b"{", "line 1: This is not JSON."),
        (b"\xff\xfe", "problem: This is not a text in UTF-8."),
        (b'{"days": []}', 'problem: The key "visits" is missing.'),
    ],
)
def test_a_wrong_file_ends_with_two_and_a_sentence(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], raw: bytes, sentence: str
) -> None:
    file = tmp_path / "problem.json"
    file.write_bytes(raw)

    assert run(capsys, str(file)) == (2, "", f"tourbook: {sentence}\n")


def test_a_missing_file_ends_with_two(capsys: pytest.CaptureFixture[str]) -> None:
    status, out, err = run(capsys, "/no/such/problem.json")

    assert (status, out) == (2, "")
    assert err == "tourbook: /no/such/problem.json: No such file or directory\n"


def test_no_plan_in_no_time_ends_with_one(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Too many ways to look at, a visit that must be in, and no time at all."""
    visits = [visit(f"v{number}", "pqr"[number % 3], must=number == 0) for number in range(40)]
    file = tmp_path / "problem.json"
    file.write_text(json.dumps(problem(visits, drive=1, limits={"seconds": 0})))

    status, out, _ = run(capsys, str(file))

    answer = json.loads(out)
    assert (status, answer["status"], answer["days"]) == (1, "unknown", [])


def test_other_commands_load_no_solver() -> None:
    script = (
        "import sys, tourbook.cli.main;"
        "print([name for name in ('numpy', 'scipy', 'numba') if name in sys.modules])"
    )

    said = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True)

    assert said.stdout.strip() == "[]"
