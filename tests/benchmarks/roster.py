"""What a preview of a list of participants costs beside one who are there, in CPU of one process.

The reference is what any import must do: split the same cells and compare each row with each
person letter by letter. Run it with `.venv/bin/python -m tests.benchmarks.roster`; `--quick` asks
a fifth as often.
"""

import argparse
import random
import statistics
import time
from collections.abc import Callable
from datetime import date
from functools import partial

from tourbook.bookings.rules.importing import alike, comparing, reading
from tourbook.bookings.rules.importing.matching import There
from tourbook.bookings.rules.importing.reading import Member

TODAY = date(2027, 3, 2)
PEOPLE = (30, 100, 500, 1000)
#: What a preview of 500 rows beside 500 people may cost.
MOST_SECONDS = 1.0
HEADER = ["Mr/Ms", "Surname", "Given names", "Position", "E-mail", "Date of birth", "Nationality"]
GIVEN = (
    "Aino", "Ahti", "Märta", "Jörg", "Siobhán", "Łukasz", "Юлия", "Олександр", "محمد", "فاطمة",
    "דוד", "太郎", "민준", "देवेंद्र", "สมชาย", "Mohammed", "Ivan", "José", "Chloë", "Ørjan", "Zoë",
    "Anna", "Mari", "Liis", "Jānis", "Rūta", "Katarzyna", "Yusuf", "Amina", "Dmitri",
)  # fmt: skip
ENDINGS = ("nen", "son", "berg", "ova", "ski", "dottir", "escu", "ian", "aas", "ez", "stein", "er")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="ask a fifth as often")
    times = 2 if parser.parse_args().quick else 10
    first = cpu(lambda: preview(table(1), []))
    print(f"the first preview of a process, which builds its tables: {1000 * first:.0f} ms")
    print(
        f"{'rows':>6}{'people':>8}{'read ms':>10}{'preview ms':>12}{'reference ms':>14}{'ratio':>8}"
    )
    for count in PEOPLE:
        rows = table(count)
        there = people(rows)
        read = median(times, partial(reading.read, rows, today=TODAY))
        whole = median(times, partial(preview, rows, there))
        plain = median(times, partial(letter_by_letter, rows, there))
        print(
            f"{count:6}{len(there):8}{1000 * read:10.1f}{1000 * whole:12.1f}{1000 * plain:14.1f}"
            f"{whole / plain:8.1f}"
        )
        if count == 500 and whole > MOST_SECONDS:
            raise SystemExit(f"A preview of 500 rows took {whole:.2f} s of CPU.")


def table(count: int) -> list[list[str]]:
    """A list as a delegation sends it: titles, a header, and names of many scripts."""
    chance = random.Random(7)
    rows = [["Delegation to Mikkeli", *[""] * 6], ["final list", *[""] * 6], HEADER]
    for number in range(count):
        stem = "".join(chance.choice("bdfgklmnprstvaeiouy") for _letter in range(5))
        surname, given = (stem + chance.choice(ENDINGS)).title(), chance.choice(GIVEN)
        born = date(1950 + number % 50, 1 + number % 12, 1 + number % 28)
        mailbox = f"p{number}@example.org" if number % 3 else ""
        rows.append(
            ["Ms", surname, given, "Inspector", mailbox, born.strftime("%d.%m.%Y"), "Estonia"]
        )
    return rows


def people(rows: list[list[str]]) -> list[There]:
    """Who is there: a tenth unknown to the list, and some with another post, order or accent."""
    found = []
    for row in reading.read(rows, today=TODAY).rows:
        kind, member = row.number % 10, row.member
        words = member.name.split()
        name = " ".join(reversed(words)) if kind == 1 else member.name
        found.append(
            There(
                row.number,
                Member(
                    name=f"Nobody {name}" if kind == 2 else name,
                    post="Clerk" if kind == 3 else member.post,
                    email=member.email if kind > 4 else "",
                    birth_date=member.birth_date if kind > 5 else None,
                ),
            )
        )
    return found


def preview(rows: list[list[str]], there: list[There]) -> comparing.Preview:
    alike.forms.cache_clear()
    return comparing.compare(reading.read(rows, today=TODAY), there)


def letter_by_letter(rows: list[list[str]], there: list[There]) -> int:
    names = [one.member.name.casefold() for one in there]
    return sum(f"{row[2]} {row[1]}".casefold() == name for row in rows for name in names)


def median(times: int, work: Callable[[], object]) -> float:
    return statistics.median(cpu(work) for _time in range(times))


def cpu(work: Callable[[], object]) -> float:
    start = time.process_time()
    work()
    return time.process_time() - start


if __name__ == "__main__":
    main()
