"""camt.053 statements written by hand: `make` functions for tests."""

ACCOUNT = "FI2112345600000785"
NAMESPACE = "urn:iso:std:iso:20022:tech:xsd:camt.053.001"


def a_balance(kind: str, amount: str, sign: str = "CRDT") -> str:
    return (
        f"<Bal><Tp><CdOrPrtry><Cd>{kind}</Cd></CdOrPrtry></Tp>"
        f'<Amt Ccy="EUR">{amount}</Amt><CdtDbtInd>{sign}</CdtDbtInd>'
        "<Dt><Dt>2026-03-02</Dt></Dt></Bal>"
    )


def a_part(
    about: str = "",
    amount: str = "",
    payer: str = "",
    refs: str = "",
) -> str:
    parties = f"<RltdPties>{payer}</RltdPties>" if payer else ""
    remittance = f"<RmtInf>{about}</RmtInf>" if about else ""
    return f"<TxDtls><Refs>{refs}</Refs>{amount}{parties}{remittance}</TxDtls>"


def structured(reference: str) -> str:
    return (
        "<Strd><CdtrRefInf><Tp><CdOrPrtry><Cd>SCOR</Cd></CdOrPrtry></Tp>"
        f"<Ref>{reference}</Ref></CdtrRefInf></Strd>"
    )


def an_entry(
    *parts: str,
    amount: str = "100.00",
    currency: str = "EUR",
    sign: str = "CRDT",
    status: str = "<Sts>BOOK</Sts>",
    days: str = "<BookgDt><Dt>2026-03-03</Dt></BookgDt><ValDt><Dt>2026-03-04</Dt></ValDt>",
    bank_id: str = "",
    more: str = "",
) -> str:
    details = f"<NtryDtls>{''.join(parts)}</NtryDtls>" if parts else ""
    named = f"<AcctSvcrRef>{bank_id}</AcctSvcrRef>" if bank_id else ""
    return (
        f'<Ntry><Amt Ccy="{currency}">{amount}</Amt><CdtDbtInd>{sign}</CdtDbtInd>{more}{status}'
        f"{days}{named}<BkTxCd><Prtry><Cd>710</Cd></Prtry></BkTxCd>{details}</Ntry>"
    )


def a_statement(*entries: str, balances: str = "", account: str = ACCOUNT) -> str:
    return (
        f"<Stmt><Id>1</Id><Acct><Id><IBAN>{account}</IBAN></Id><Ccy>EUR</Ccy></Acct>"
        f"{balances}{''.join(entries)}</Stmt>"
    )


def a_file(*bodies: str, version: str = "02", before: str = "") -> bytes:
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>{before}\n'
        f'<Document xmlns="{NAMESPACE}.{version}">\n'
        f"<BkToCstmrStmt><GrpHdr><MsgId>m</MsgId></GrpHdr>{''.join(bodies)}"
        "</BkToCstmrStmt></Document>"
    ).encode()


def in_old_way(amount: str, currency: str = "EUR") -> str:
    return f'<AmtDtls><TxAmt><Amt Ccy="{currency}">{amount}</Amt></TxAmt></AmtDtls>'


def in_new_way(amount: str) -> str:
    return f'<Amt Ccy="EUR">{amount}</Amt><CdtDbtInd>CRDT</CdtDbtInd>'
