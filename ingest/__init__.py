"""How a letter becomes claims: bytes → `Document` → spaCy `Doc` → `Claim`s → triples.

Everything here is pure: it reads files and the ontology, and never opens the store.
"""
