"""Statement files that mean harm, that are damaged, or that are something else."""

import resource
import time

import pytest

from tests.documents.camt_files import a_file, a_part, a_statement, an_entry, structured
from tourbook.core.refused import Refused
from tourbook.documents import safe_xml, statements

LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
BILLION = f'\n<!DOCTYPE Document [<!ENTITY l0 "lol">{LAUGHS}]>'
EXTERNAL = '<!DOCTYPE Document [<!ENTITY x SYSTEM "file:///etc/hostname">]>'
DTD = '<!DOCTYPE Document SYSTEM "http://127.0.0.1/camt.dtd">'


@pytest.mark.parametrize(
    ("before", "inside", "line"), [(EXTERNAL, "&x;", 1), (DTD, "5", 1), (BILLION, "&l9;", 2)]
)
@pytest.mark.parametrize("encoding", ["UTF-8", "UTF-16"])
def test_document_types_are_refused_at_once(
    before: str, inside: str, line: int, encoding: str
) -> None:
    plain = a_file(a_statement(an_entry(amount=inside)), before=before).decode()
    data = plain.replace("UTF-8", encoding).encode(encoding)
    started = time.process_time()

    with pytest.raises(Refused, match=f"Line {line} declares a document type"):
        statements.read(data)
    assert time.process_time() - started < 0.5


def test_entities_hidden_in_an_encoding_are_not_put_in() -> None:
    plain = a_file(a_statement(an_entry(amount="&x;")), before=EXTERNAL).decode()
    data = plain.replace("UTF-8", "UTF-7").replace("<!", "+ADwAIQ-").encode()

    with pytest.raises(Refused, match="encoding UTF-7"):
        statements.read(data)


@pytest.mark.parametrize(
    ("before", "inside", "sentence"),
    [
        (EXTERNAL, "&x;", "declares a document type"),
        (DTD, "5", "declares a document type"),
        (BILLION, "&l9;", "nested too deep or too long"),
    ],
)
def test_parser_is_a_second_guard(
    monkeypatch: pytest.MonkeyPatch, before: str, inside: str, sentence: str
) -> None:
    monkeypatch.setattr(safe_xml, "check_no_document_type", lambda plain: None)
    started = time.process_time()

    with pytest.raises(Refused, match=sentence):
        statements.read(a_file(a_statement(an_entry(amount=inside)), before=before))
    assert time.process_time() - started < 0.5


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "empty"),
        (b"\xef\xbb\xbf \n", "empty"),
        (a_file(a_statement("<a>" * 300 + "</a>" * 300)), "Line 3 is nested too deep"),
        (a_file(a_statement("<a>" * 200_000)), "Line 3 is nested too deep"),
        (a_file(a_statement())[:-20], "damaged: line 3"),
        (a_file(a_statement(an_entry(amount="\x01"))), "damaged: line 3"),
        (a_file(a_statement("&nothing;")), "damaged: line 3"),
        (a_file("pää").replace("ää".encode(), b"\xe4\xe4"), "Line 3 has characters"),
        (a_file().replace(b"UTF-8", b"KLINGON"), "encoding KLINGON"),
        (a_file().replace(b"UTF-8", b"UTF-7"), "encoding UTF-7"),
        (a_file(), "holds no statement"),
        (a_file().replace(b"camt.053", b"camt.054"), "kind camt.054"),
        (a_file().replace(b"camt.053", b"pain.001"), "no bank statement"),
        (b"<html><body>Log in</body></html>", "no bank statement"),
        (b"PK\x03\x04zip", "camt.053 .XML. or CSV"),
    ],
)
def test_other_files_are_refused_in_words(data: bytes, sentence: str) -> None:
    with pytest.raises(Refused, match=sentence):
        statements.read(data)


def test_fifty_megabytes_are_refused_before_they_are_read() -> None:
    with pytest.raises(Refused, match="larger than 10 MB"):
        statements.read(b"<" * 50_000_000)


def test_file_of_nothing_but_elements_is_refused() -> None:
    with pytest.raises(Refused, match="too many elements"):
        statements.read(b"<a/>" * (safe_xml.MAX_MARKS + 1))


@pytest.mark.parametrize(
    "data",
    [a_file(a_statement("<Ntry/>" * 501)), b"Pvm;Amount\n" + b"1.1.2026;ten\n" * 501],
    ids=["xml", "csv"],
)
def test_file_of_nothing_but_trouble_is_refused(data: bytes) -> None:
    with pytest.raises(Refused, match="More than 500 entries"):
        statements.read(data)


def test_five_hundred_troubles_are_told() -> None:
    (statement,) = statements.read(a_file(a_statement("<Ntry/>" * 500, an_entry())))

    assert (len(statement.troubles), len(statement.entries)) == (500, 1)


def test_long_statement_takes_little_room_and_keeps_its_lines() -> None:
    part = a_part(structured("1234561"), payer=f"<Dbtr><Nm>{'P' * 70}</Nm></Dbtr>")
    data = a_file(a_statement("\n" * 70_000, *(f"{an_entry(part)}\n" for _ in range(1_000))))
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss

    (statement,) = statements.read(data)

    grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    assert len(statement.entries) == 1_000
    assert statement.entries[-1].place == 70_003 + 999
    assert grown < 40_000  # kilobytes
