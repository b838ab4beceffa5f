/// Random programs over dates, JSON and mathematics.
struct ModuleGenerator {
    private var random: SeededGenerator
    private var expressions: ExpressionGenerator

    init(seed: UInt64) {
        random = SeededGenerator(seed: seed)
        expressions = ExpressionGenerator(seed: seed ^ 0xABCD)
    }

    mutating func program() -> String {
        var lines = ["import datetime, json, math", "from datetime import timedelta, timezone as tz, date"]
        for index in 0..<3 {
            let value: String
            switch random.below(4) {
            case 0: value = mathematics()
            case 1: value = json()
            default: value = dates()
            }
            lines += [
                "try:", "    r\(index) = \(value)", "except Exception as failure:",
                "    r\(index) = type(failure).__name__ + ': ' + str(failure)",
            ]
        }
        return lines.joined(separator: "\n") + "\ndel datetime, json, math, timedelta, tz, date\n"
    }

    private mutating func integer(_ range: ClosedRange<Int>) -> String {
        String(range.lowerBound + random.below(range.count))
    }

    private mutating func delta() -> String {
        let unit = random.pick(["days", "seconds", "microseconds", "milliseconds", "minutes", "hours", "weeks"])
        let amount = random.pick([
            integer(-400...400), integer(0...9) + ".5", "0.1", "-0.000001", "1e-7", "123456789",
            integer(0...99) + ".0000015",
        ])
        let other = random.once(in: 2) ? ", seconds=\(integer(-100_000...100_000))" : ""
        return "timedelta(\(unit)=\(amount)\(unit == "seconds" ? "" : other))"
    }

    private mutating func zone() -> String {
        random.pick([
            "tz.utc", "tz(timedelta(hours=\(integer(-12...14))))", "tz(timedelta(minutes=\(integer(-700...800))))",
            "None",
        ])
    }

    private mutating func moment() -> String {
        switch random.below(6) {
        case 0: return "datetime.datetime.fromisoformat('\(isoText())')"
        case 1: return "datetime.datetime.fromtimestamp(\(integer(-2_000_000_000...4_000_000_000)), tz.utc)"
        case 2:
            return "datetime.datetime.fromtimestamp(\(integer(0...2_000_000_000)).\(integer(0...9_999_999)), tz.utc)"
        case 3: return "datetime.datetime.strptime('\(isoText())', '%Y-%m-%dT%H:%M:%S')"
        default:
            return
                "datetime.datetime(\(integer(1...9999)), \(integer(1...12)), \(integer(1...31)), \(integer(0...23)), "
                + "\(integer(0...59)), \(integer(0...59)), \(random.pick(["0", "1", "999999", "120000"])), \(zone()))"
        }
    }

    private mutating func isoText() -> String {
        func two(_ high: Int, _ generator: inout Self) -> String {
            let number = generator.random.below(high + 1)
            return number < 10 ? "0\(number)" : String(number)
        }
        let day = "\(integer(1000...2999))-\(two(12, &self))-\(two(31, &self))"
        let time = "T\(two(24, &self)):\(two(60, &self)):\(two(59, &self))"
        return day
            + random.pick([
                time, time, time + ".5", time + ".123456", time + "Z", time + "+02:00", "", " 10:11", "T1011",
                time + "-0330",
            ])
    }

    private mutating func dates() -> String {
        let formats = [
            "%Y-%m-%d", "%d.%m.%y %H:%M:%S.%f", "%A %d %B %Y", "%a %b %e %j %U %W %w %u", "%I:%M %p", "%G-W%V",
            "%z %Z|%%", "%c", "%x %X",
        ]
        switch random.below(20) {
        case 0: return moment()
        case 1: return "(\(moment()) + \(delta()))"
        case 2: return "(\(moment()) - \(moment()))"
        case 3:
            return
                "(\(moment()) - \(delta())).isoformat(\(random.pick(["", "' '", "timespec='seconds'", "' ', 'milliseconds'", "timespec='minutes'", "'xx'"])))"
        case 4: return "\(moment()).strftime('\(random.pick(formats))')"
        case 5: return "f'{\(moment()):\(random.pick(["%Y/%m", "%H%M", ""]))}'".replacing("'", with: "\"", last: true)
        case 6: return "\(moment()).timestamp()"
        case 7: return "\(moment()).astimezone(tz(timedelta(hours=\(integer(-10...10)))))"
        case 8:
            return
                "\(moment()).\(random.pick(["weekday()", "isoweekday()", "toordinal()", "date()", "time()", "year", "hour", "tzinfo is None", "isocalendar()[1]", "microsecond"]))"
        case 9: return "(\(moment()) \(random.pick(["<", "==", ">=", "!="])) \(moment()))"
        case 10:
            return "\(moment()).replace(\(random.pick(["year", "month", "day", "hour", "minute"]))=\(integer(0...32)))"
        case 11: return "str(\(delta()))"
        case 12: return "\(delta()).\(random.pick(["total_seconds()", "days", "seconds", "microseconds"]))"
        case 13: return "(\(delta()) \(random.pick(["+", "-", "/", "//", "%", "<", "=="])) \(delta()))"
        case 14:
            return
                "(\(delta()) \(random.pick(["*", "/", "//"])) \(random.pick([integer(-9...9), "0.5", "2.25", "-1.7", "1e-3"])))"
        case 15: return "date(\(integer(1...9999)), \(integer(1...12)), \(integer(1...31)))"
        case 16:
            return
                "(date(\(integer(1...3000)), \(integer(1...12)), \(integer(1...28))) - date(\(integer(1...3000)), 1, 1)).days"
        case 17: return "repr(\(random.pick([moment(), delta(), zone()])))"
        case 18: return "str(\(random.pick([moment(), zone(), "date(2024, 2, 29)"])))"
        default: return "date.fromisoformat('\(isoText())')"
        }
    }

    private mutating func json() -> String {
        switch random.below(4) {
        case 0:
            return
                "json.dumps(\(expressions.expression(.any, 2))\(random.pick(["", ", indent=2", ", sort_keys=True", ", separators=(',', ':')", ", ensure_ascii=False", ", default=str"])))"
        case 1: return "json.loads(json.dumps(\(expressions.expression(.any, 2))))"
        case 2:
            let text = random.pick([
                "[1, 2.5, true]", "{\\\"a\\\": null}", "[1,]", "{1: 2}", "\\\"\\\\u00e9\\\\n\\\"", "nul", "",
                " -0.5e3 ", "[NaN]", "01", "1 2", "{\\\"a\\\" 1}", "\\\"x",
            ])
            return "json.loads(\"\(text)\")"
        default: return "json.dumps({\(expressions.leaf(.int)): 1, None: 2, True: [\(expressions.leaf(.float))]})"
        }
    }

    private mutating func mathematics() -> String {
        let number = expressions.expression(random.pick([.float, .int]), 1)
        let other = expressions.expression(.int, 1)
        switch random.below(6) {
        case 0:
            return
                "math.\(random.pick(["ceil", "floor", "trunc", "sqrt", "fabs", "isnan", "isfinite", "log10"]))(\(number))"
        case 1: return "math.\(random.pick(["gcd", "lcm", "comb", "perm"]))(\(integer(-3...60)), \(integer(0...30)))"
        case 2: return "math.\(random.pick(["factorial", "isqrt"]))(\(integer(-2...25)))"
        case 3: return "math.fsum([\(number), 0.1, 0.2, \(expressions.leaf(.float))])"
        case 4: return "math.\(random.pick(["fmod", "copysign", "isclose"]))(\(number), \(expressions.leaf(.float)))"
        default: return "math.prod([\(other), 2, \(expressions.leaf(.float))])"
        }
    }
}

extension String {
    /// Replaces the first and last occurrence of a quote by another one.
    func replacing(_ old: Character, with new: Character, last: Bool) -> String {
        guard let first = firstIndex(of: old), let end = lastIndex(of: old) else { return self }
        var result = self
        result.replaceSubrange(end...end, with: [new])
        result.replaceSubrange(first...first, with: [new])
        return result
    }
}
