/// Year, month, day and so on out of arguments.
enum DateFields {
    static func numbers(_ objects: [Object?], _ fallbacks: [Int]) throws -> [Int] {
        try zip(objects, fallbacks).map { object, fallback in
            guard let object else { return fallback }
            guard let number = object.wholeNumber else {
                throw Raise.typeError("'\(object.type.name)' object cannot be interpreted as an integer")
            }
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
        guard case .str(let text)? = object else { throw Raise.typeError("\(function): argument must be str") }
        return text
    }
}
