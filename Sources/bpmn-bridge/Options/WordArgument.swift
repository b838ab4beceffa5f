import ArgumentParser
import Values

/// Kinds and states are given on the command line by the words that answers have for them.
enum WordArgument {
    static func read<Word: NamedByWord>(_ text: String) throws -> Word {
        guard let word = Word(word: text) else {
            throw ValidationError("'\(text)' is none of \(Word.allCases.map(\.word).joined(separator: ", "))")
        }
        return word
    }
}
