"""Where claims are kept.

The store with its immutable snapshots, the SHACL gate before it and the rules after it.
"""
