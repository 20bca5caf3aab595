"""Where claims are kept: the store, the SHACL gate before it, the rules after it, the snapshots readers see.

`reader` is how a graph is asked; `embedded` keeps it on disk and publishes in one step; `snapshots` are the
immutable versions that readers open; `memory` reads Turtle and TriG files without a store.
`admission` takes a document in: `gate` validates it, `rules` derive from it, the store publishes it whole.
`catalogue` describes every graph (source, licence, marking, counts); `marking` says who may see it.
"""
