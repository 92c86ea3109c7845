"""Bank statements: what came in, from the files that banks give to their customers."""

from tourbook.core.refused import Refused
from tourbook.documents import statement_csv, statement_xml
from tourbook.documents.statement_entries import Entry, Statement, Trouble

__all__ = ["MAX_BYTES", "Entry", "Statement", "Trouble", "read"]

#: About ten thousand entries.
MAX_BYTES = 10_000_000

#: Marks of encodings, and blanks, that may stand before a file's first character.
BEFORE = b"\0\xff\xfe\xef\xbb\xbf \t\r\n"
#: Workbooks and PDF.
OTHERS = (b"PK\x03\x04", b"%PDF", b"\xd0\xcf\x11\xe0")


def read(data: bytes) -> tuple[Statement, ...]:
    """Read a camt.053 statement or a table of a Finnish bank; which of them it is shows in it.

    What is wrong with a single entry stands in the `troubles` of its statement, and the other
    entries are read. The same file gives the same entries with the same ids each time.

    Args:
        data: the file.

    Raises:
        Refused: it is too large, is no statement, cannot be read, or would harm the reader.
    """
    if len(data) > MAX_BYTES:
        raise Refused("The file is larger than %(limit)d MB.", limit=MAX_BYTES // 1_000_000)
    beginning = data[:1_000].translate(None, BEFORE)
    if not beginning:
        raise Refused("The file is empty.")
    if data.startswith(OTHERS):
        raise Refused("Give the bank's statement as a camt.053 (XML) or CSV file.")
    if beginning.startswith(b"<"):
        return statement_xml.read(data)
    return (statement_csv.read(data),)
