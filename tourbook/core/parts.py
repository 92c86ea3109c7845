"""Looking for a part of a text: a plain search, which is faster than a pattern."""

from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement


class where_in(FunctionElement[int]):  # noqa: N801 - reads as the function that it is
    """At which character of a text another begins, from 1; 0 where it does not stand in it."""

    type = sa.Integer()
    inherit_cache = True


@compiles(where_in)
def on_postgresql(element: where_in, compiler: SQLCompiler, **options: Any) -> str:
    return f"strpos({compiler.process(element.clauses, **options)})"


@compiles(where_in, "sqlite")
def on_sqlite(element: where_in, compiler: SQLCompiler, **options: Any) -> str:
    return f"instr({compiler.process(element.clauses, **options)})"
