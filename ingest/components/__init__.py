"""The spaCy components, each a registered factory; importing this package registers them all.

What a component finds goes into `doc.spans["mentions"]`, `doc._.entities` and `doc._.claims`
(see `ingest.extraction`); every list of words and every pattern is a file in `ingest/data/`.
"""
