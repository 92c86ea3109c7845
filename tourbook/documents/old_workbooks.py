"""How far the cells of an old workbook (.xls) reach, seen before a reader lays them out.

The file is a little file system of sectors ([MS-CFB]), in which one stream holds the sheets as
records ([MS-XLS] 2.1.4). Only the places of cells are looked at.
"""

import struct
from collections.abc import Iterator

from tourbook.documents.extents import MAX_AREA, too_much, unreadable

SIGNATURE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
#: Sector numbers from here on are none.
NO_SECTOR = 0xFFFFFFFA
ENTRY = 128
NAMES = ("Workbook", "Book")
BEGIN_SHEET = (0x0009, 0x0209, 0x0409, 0x0809)
#: Records of one cell: formula, blank, number, label, error, text, formatted text, short number.
CELLS = (0x0006, 0x0201, 0x0203, 0x0204, 0x0205, 0x00D6, 0x00FD, 0x027E, 0x0001, 0x0002, 0x0003,
         0x0004, 0x0005, 0x0206, 0x0406)  # fmt: skip
#: Records of several cells of a row; the last column is the last number.
SEVERAL = (0x00BD, 0x00BE)


def is_old(data: bytes) -> bool:
    return data.startswith(SIGNATURE)


def check(data: bytes) -> None:
    """Refuse a workbook whose sheets reach too far.

    Raises:
        Refused: that, or it is damaged.
    """
    try:
        stream = Folder(data).workbook()
        area = sum(rows * columns for rows, columns in sheets_of(stream))
    except (struct.error, IndexError) as error:
        raise unreadable() from error
    if area > MAX_AREA:
        raise too_much()


def sheets_of(stream: bytes) -> Iterator[tuple[int, int]]:
    """Rows and columns of each sheet."""
    rows = columns = 0
    for kind, body in records(stream):
        if kind in BEGIN_SHEET:
            yield rows, columns
            rows = columns = 0
        elif len(body) >= 6 and (kind in CELLS or kind in SEVERAL):
            row, column = struct.unpack_from("<HH", body)
            if kind in SEVERAL:
                column = max(column, *struct.unpack_from("<H", body, len(body) - 2))
            rows, columns = max(rows, row + 1), max(columns, column + 1)
    yield rows, columns


def records(stream: bytes) -> Iterator[tuple[int, bytes]]:
    at = 0
    while at + 4 <= len(stream):
        kind, size = struct.unpack_from("<HH", stream, at)
        yield kind, stream[at + 4 : at + 4 + size]
        at += 4 + size


class Folder:
    """The streams of a compound file."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        shift, small_shift = struct.unpack_from("<HH", data, 30)
        if shift not in (9, 12) or small_shift != 6:
            raise unreadable()
        self.size, self.small_size = 1 << shift, 1 << small_shift
        first, self.cutoff = struct.unpack_from("<I4xI", data, 48)
        small_first = struct.unpack_from("<I", data, 60)[0]
        self.following = self.numbers(self.table_sectors())
        self.small_following = self.numbers(self.chain(small_first, self.following))
        self.entries = self.stream(first)

    def sector(self, number: int) -> bytes:
        at = (number + 1) * self.size
        if at >= len(self.data):
            raise unreadable()
        return self.data[at : at + self.size].ljust(self.size, b"\0")

    def numbers(self, sectors: Iterator[int]) -> list[int]:
        return [
            found
            for sector in sectors
            for found in struct.unpack(f"<{self.size // 4}I", self.sector(sector))
        ]

    def table_sectors(self) -> Iterator[int]:
        """Where the table lies that says which sector follows which."""
        yield from used(struct.unpack_from("<109I", self.data, 76))
        further, count = struct.unpack_from("<II", self.data, 68)
        for _ in range(min(count, len(self.data) // self.size)):
            if further >= NO_SECTOR:
                return
            *sectors, further = struct.unpack(f"<{self.size // 4}I", self.sector(further))
            yield from used(tuple(sectors))

    def chain(self, first: int, following: list[int]) -> Iterator[int]:
        seen: set[int] = set()
        while first < NO_SECTOR:
            if first in seen:
                raise unreadable()
            seen.add(first)
            yield first
            first = following[first]

    def stream(self, first: int) -> bytes:
        return b"".join(self.sector(number) for number in self.chain(first, self.following))

    def small_stream(self, first: int) -> bytes:
        whole = self.stream(struct.unpack_from("<I", self.entries, 116)[0])
        size = self.small_size
        return b"".join(
            whole[number * size : (number + 1) * size]
            for number in self.chain(first, self.small_following)
        )

    def workbook(self) -> bytes:
        """The stream of the sheets."""
        for at in range(0, len(self.entries), ENTRY):
            length = struct.unpack_from("<H", self.entries, at + 64)[0]
            name = self.entries[at : at + max(0, length - 2)].decode("utf-16-le", "replace")
            if name in NAMES:
                first, size = struct.unpack_from("<II", self.entries, at + 116)
                whole = self.small_stream(first) if size < self.cutoff else self.stream(first)
                return whole[:size]
        raise unreadable()


def used(sectors: tuple[int, ...]) -> Iterator[int]:
    return (number for number in sectors if number < NO_SECTOR)
