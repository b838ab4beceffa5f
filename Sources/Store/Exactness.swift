// Everywhere in this room texts are equal if their code points are, also in files that do not import Events themselves.
@_exported public import Events
