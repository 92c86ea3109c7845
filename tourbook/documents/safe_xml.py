"""XML from strangers: read as it streams by, never obeyed.

The parser is lxml, which counts lines and refuses depths over 256, texts over 10 MB and entities
that grow. No entity is ever put in, nothing is fetched, comments cannot split a text, and a file
with a document type is refused before its content is looked at.
"""

import re
from collections.abc import Iterator
from functools import cache

from lxml import etree

from tourbook.core.refused import Refused
from tourbook.documents.statement_entries import shortened, tidy

ENCODINGS = frozenset(
    {"UTF-8", "UTF-16", "UTF-16LE", "UTF-16BE", "ISO-8859-1", "ISO-8859-15", "WINDOWS-1252"}
    | {"US-ASCII", "ASCII"}
)
DECLARED = re.compile(rb"""<\?xml[^>]*\sencoding\s*=\s*["']([\w.:-]+)""", re.ASCII)
#: Beginnings and ends of elements, and attributes: what takes room when it is read.
MAX_MARKS = 1_000_000
PIECE = 1 << 16

BAD_ENCODING = frozenset(
    {
        etree.ErrorTypes.ERR_INVALID_ENCODING,
        etree.ErrorTypes.ERR_UNSUPPORTED_ENCODING,
        etree.ErrorTypes.ERR_UNKNOWN_ENCODING,
    }
)


def root_of(data: bytes) -> etree._Element:
    """The first element of a file, still empty, after the checks of the file as a whole.

    Raises:
        Refused: the file is too large, declares a document type, is in an encoding that is not
            in use, or is damaged near its beginning.
    """
    if data.count(b"<") + data.count(b"=") > MAX_MARKS:
        raise Refused("The file has too many elements to be read.")
    plain = data.replace(b"\0", b"")
    check_encoding(plain)
    check_no_document_type(plain)
    root = next(elements(data, "start"))
    if root.getroottree().docinfo.internalDTD is not None:
        raise document_type(1)
    return root


def check_encoding(plain: bytes) -> None:
    declared = DECLARED.search(plain, 0, 200)
    encoding = declared[1].decode("ascii") if declared else "UTF-8"
    if encoding.upper() not in ENCODINGS:
        raise Refused(
            "The file is in the encoding %(encoding)s. Give it in UTF-8.",
            encoding=shortened(encoding),
        )


def check_no_document_type(plain: bytes) -> None:
    """Refuse a document type before anything reads it; files of data have none.

    Raises:
        Refused: there is one.
    """
    at = plain.find(b"<!DOCTYPE")
    if at >= 0:
        raise document_type(plain.count(b"\n", 0, at) + 1)


def document_type(line: int) -> Refused:
    return Refused(
        "Line %(line)d declares a document type (DTD), which could draw in other files. "
        "A bank's statement has none, so this file is not read.",
        line=line,
    )


def elements(data: bytes, event: str, *tags: str) -> Iterator[etree._Element]:
    """The elements of these tags, or all, at their "start" or "end"; forget them by `clear`.

    A tag is written as lxml has it, with its namespace: "{urn:...}Name".

    Raises:
        Refused: the file is damaged, nested too deep, or not in the encoding that it claims.
    """
    parser = etree.XMLPullParser(
        events=(event,),
        tag=tags or None,
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        for at in range(0, len(data), PIECE):
            parser.feed(data[at : at + PIECE])
            for _, element in parser.read_events():
                yield element
        parser.close()
        for _, element in parser.read_events():
            yield element
    except etree.XMLSyntaxError as error:
        raise unreadable(error) from error


def unreadable(error: etree.XMLSyntaxError) -> Refused:
    line = max(error.lineno or error.error_log.last_error.line, 1)
    if error.code in BAD_ENCODING:
        return Refused(
            "Line %(line)d has characters that do not fit the encoding of the file.", line=line
        )
    if error.code == etree.ErrorTypes.ERR_RESOURCE_LIMIT:
        return Refused(
            "Line %(line)d is nested too deep or too long, so this file is not read.", line=line
        )
    return Refused("The file is damaged: line %(line)d is not proper XML.", line=line)


@cache
def in_namespace(path: str, namespace: str) -> str:
    return "/".join(f"{{{namespace}}}{step}" for step in path.split("/"))


def all_of(element: etree._Element, path: str) -> list[etree._Element]:
    found: list[etree._Element] = element.findall(
        in_namespace(path, element.tag.rpartition("}")[0].lstrip("{"))
    )
    return found


def words(element: etree._Element, *paths: str) -> str:
    """The text at the first path that has one."""
    for path in paths:
        for found in all_of(element, path):
            text = tidy(found.text or "")
            if text:
                return text
    return ""


def lines_of(data: bytes, name: str) -> Iterator[int]:
    """The lines on which elements of this name begin, from the first to the last.

    The parser itself counts lines up to 65,535 only.
    """
    plain = data.replace(b"\0", b"")
    line, at = 1, 0
    for match in re.finditer(rb"<(?:[\w.-]+:)?%s(?=[\s/>])" % name.encode(), plain):
        line += plain.count(b"\n", at, match.start())
        at = match.start()
        yield line
