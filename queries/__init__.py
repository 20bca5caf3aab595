"""How the graph is asked.

A canned query is one file: `catalogue/{name}.rq`, SPARQL under a front matter of `#+` lines that says what
is asked, with which parameters, and what each column means. Everything else is made from that file.

`frontmatter` reads the `#+` lines, `catalogue` the whole file and its rules, `binding` puts values in,
`parameters` and `labels` turn what a person typed into terms, `answering` runs the query, `emptiness` says
why nothing was found, `formats` writes the answer down, `describe` tells about the catalogue in RDF.
"""

from queries.answering import Answer, ask
from queries.catalogue import CannedQuery, Catalogue, load

__all__ = ["Answer", "CannedQuery", "Catalogue", "ask", "load"]
