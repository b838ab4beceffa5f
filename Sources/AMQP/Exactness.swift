// Everywhere in this room texts are equal if their code points are, also in files that do not import Values themselves.
@_exported public import Values
