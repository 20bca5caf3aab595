"""How the graph is asked: canned queries (`catalogue/*.rq`) and what reads, types, binds and runs them."""
