"""Where claims are kept: the store, the SHACL gate before it, the rules after it, and the snapshots that readers see."""
