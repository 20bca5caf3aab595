"""Importing this module registers every factory with spaCy."""

from importlib import import_module
from pathlib import Path

for _file in sorted(Path(__file__).parent.glob("*.py")):
    if _file.stem not in ("__init__", "register"):
        import_module(f"ingest.components.{_file.stem}")
