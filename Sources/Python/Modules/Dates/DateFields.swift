/// Year, month, day and so on out of arguments.
enum DateFields {
    static func numbers(_ objects: [Object?], _ fallbacks: [Int]) throws -> [Int] {
        try zip(objects, fallbacks).map { object, fallback in
            guard let object else { return fallback }
            guard let number = object.wholeNumber else {
                throw Raise.typeError("'\(object.type.name)' object cannot be interpreted as an integer")
            }
            if number > Int32.max { throw Raise.overflow("signed integer is greater than maximum") }
            if number < Int32.min { throw Raise.overflow("signed integer is less than minimum") }
            return number
        }
    }

    static func zone(_ object: Object) throws -> TimeZoneObject? {
        if object.isNone { return nil }
        guard let zone = object.other as? TimeZoneObject else {
            throw Raise.typeError(
                "tzinfo argument must be None or of a tzinfo subclass, not type '\(object.type.name)'")
        }
        return zone
    }

    static func text(_ object: Object?, _ function: String) throws -> String {
        guard case .str(let text)? = object else {
            throw Raise.typeError("\(function): argument must be str")
        }
        return text
    }

    /// The text that is argument `number` of `function`.
    static func text(_ object: Object?, argument number: Int, of function: String) throws -> String {
        guard case .str(let text)? = object else {
            throw Raise.typeError("\(function)() argument \(number) must be str, not \(named(object))")
        }
        return text
    }

    /// What an argument is, as CPython's own functions say when they refuse it.
    static func named(_ object: Object?) -> String {
        guard let object, !object.isNone else { return "None" }
        return object.type.name
    }
}
