"""The command line."""


def main() -> None:
    """Entry point of the console script `weerbaar`."""
    raise SystemExit(2)
