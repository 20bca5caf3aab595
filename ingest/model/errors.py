"""What can be wrong with the Dutch model.

IngestError
└── ModelMissing (also an OSError)    no model, or none that this version of spaCy can load
"""

from __future__ import annotations

from ingest.errors import IngestError


class ModelMissing(IngestError, OSError):
    """The model named is not installed, is no spaCy pipeline, or lacks a component that ingest needs."""
