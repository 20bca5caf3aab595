"""SPARQL over HTTP: the protocol, content negotiation, and the disposable processes that evaluate.

Read `endpoint.py` first. Queries of users never run in the serving process: `pool.py` hands them to
`worker.py`, a process with a deadline, a memory limit and no sockets (`sandbox.py`).
"""
