"""SPARQL over HTTP: the protocol, content negotiation, and the disposable processes that evaluate.

Read `endpoint.py` first. What a user may ask runs in the serving process only when it is one triple pattern
(`lookup.py`) or was answered before (`cache.py`); all else runs in a process with a deadline, a memory limit
and no sockets (`sandbox.py`).

    asking      protocol, using, scan, negotiation, media, page
    evaluating  pool → nursery → forking (forks a worker); process, channel and frames talk to it; evaluation,
                attention
    in memory   residence keeps the copy of a snapshot that demand asks for and copying makes
    answering   worker; tables, parquet and xmltext write what the engine does not
    explaining  explainer → launcher (becomes the engine's command line); explanation
    writing     update, updates → updating (carries one out); graphstore, graphwrites; writes takes turns
    elsewhere   remote, dialect: engines on other machines
"""
