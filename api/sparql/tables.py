"""Writing a table in the format that was chosen, by the engine where it can."""

from __future__ import annotations

from typing import IO, cast

import pyoxigraph as ox

from api.sparql import parquet
from api.sparql.media import Format, Own
from api.sparql.xmltext import XmlText


def write_table(
    result: ox.QuerySolutions | ox.QueryBoolean, form: Format, file: IO[bytes], query: str
) -> None:
    """Write the answer to `query` as its rows come.

    Raises:
        OSError, RuntimeError, ValueError: the engine cannot go on; or whatever `file` raises.
    """
    if form.engine is Own.PARQUET:
        parquet.write(result, file, query)
    else:
        assert isinstance(form.engine, ox.QueryResultsFormat)
        xml = form.engine is ox.QueryResultsFormat.XML
        result.serialize(cast(IO[bytes], XmlText(file)) if xml else file, format=form.engine)
