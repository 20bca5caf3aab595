"""What may be said: the OWL modules, SKOS vocabularies, SHACL shapes and partner mappings of Weerbaar.

All knowledge lives in data files (`modules/`, `vocabularies/`, `shapes/`, `mappings/`); the Python here only
names the IRIs and reads the files. This room imports no other room.
"""
