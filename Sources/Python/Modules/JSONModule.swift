/// `json`
enum JSONModule {
    static let members = Modules.table(
        [
            BuiltinFunction("dumps") { arguments, machine in
                guard arguments.count == 1 else {
                    throw Raise.typeError("dumps() takes 1 positional argument but \(arguments.count) were given")
                }
                let names = ["indent", "sort_keys", "separators", "ensure_ascii", "default", "skipkeys", "allow_nan"]
                var options = Arguments()
                options.keywords = arguments.keywords
                let matched = try options.matched(names, "dumps")
                return .str(try JSONWriter(matched, machine).text(of: arguments.positional[0], machine))
            },
            BuiltinFunction("loads") { arguments, machine in
                let object = try arguments.one("loads")
                guard case .str(let text) = object else {
                    throw Raise.typeError(
                        "the JSON object must be str, bytes or bytearray, not \(object.type.name)")
                }
                try machine.charge(bytes: text.utf8.count, steps: text.utf8.count >> 3)
                return try JSONReader.object(from: text, machine)
            },
        ],
        ["JSONDecodeError": .type(.jsonDecodeError)])
}
