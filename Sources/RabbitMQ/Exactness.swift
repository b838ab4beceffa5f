// What the links say and do is in AMQP's words, in every file of this room.
@_exported public import AMQP
// Everywhere in this room texts are equal if their code points are, also in files that do not import Values themselves.
@_exported public import Values
