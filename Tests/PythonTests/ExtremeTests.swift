import Foundation
import TestKit
import Testing

@testable import Python

/// Numbers, sizes and counts come from messages: none of them may stop the process.
@Suite("Extreme numbers")
struct ExtremeTests {
    @Test("Every operator, builtin, method and function of a module ends in an outcome, whatever it is given")
    func anyCall() {
        #expect(ExtremeCalls.attributes.count > 200 && ExtremeCalls.builtins.count > 60)
        FuzzRun("extremes", inputs: 6000).run { random in
            var calls = ExtremeCalls(random: random)
            let source = calls.expression()
            if Environment["BPMN_BRIDGE_FUZZ_TURN"] != nil { print(source) }
            return ends(source) != "SyntaxError"
        }
    }

    @Test("Every method of a text, list or number with each extreme number, alone and before a text of several bytes")
    func everyMethod() {
        let numbers = ExtremeCalls.integers.enumerated().filter { $0.offset % 3 == 0 || 9...12 ~= $0.offset }.map(
            \.element)
        for receiver in ["'a'", "'é'", "''", "[1, 2]", "(1,)", "7", "2.5", "{'a': 1}", "{1}"] {
            for name in ExtremeCalls.attributes where !failsByName("(\(receiver)).\(name)") {
                for number in numbers {
                    for arguments in [number, "\(number), '😀'", "'a', \(number)", "'a', \(number), \(number)"] {
                        #expect(!ends("(\(receiver)).\(name)(\(arguments))").isEmpty)
                    }
                }
            }
        }
    }

    @Test("Every builtin and function of a module with each pair of extreme numbers")
    func everyFunction() {
        let functions = Catalogue.all.filter { if case .method = $0.kind { false } else { true } }.map(\.path)
        let numbers = [
            "0", "(-1)", "9223372036854775807", "(-9223372036854775807 - 1)", "4611686018427387904", "1e300",
        ]
        for function in functions {
            for one in ExtremeCalls.integers + ExtremeCalls.floats {
                for arguments in [one] + numbers.map({ "\(one), \($0)" }) {
                    #expect(!ends("\(function)(\(arguments))").isEmpty)
                }
            }
        }
    }

    private func failsByName(_ source: String) -> Bool {
        ends(source) == "AttributeError"
    }

    /// What it ends with: an exception's name, or a word for a value (which may be too big to be written down here).
    private func ends(_ source: String) -> String {
        do {
            _ = try evaluate(source, Fragment.variables)
            return "a value"
        } catch let failure as ScriptFailure {
            return failure.exception
        } catch {
            return error is ScriptSyntaxError ? "SyntaxError" : ""
        }
    }

    @Test(
        "What is too wide is told as too much memory, what is narrower than the text leaves it as it is",
        arguments: ["ljust", "rjust", "center"])
    func justified(method: String) throws {
        for width in ["9223372036854775807", "4611686018427387904", "2305843009213693952"] {
            for fill in ["", ", 'é'", ", '😀'"] {
                #expect(failure("x = 'a'.\(method)(\(width)\(fill))")?.exception == "BudgetExceeded")
            }
        }
        #expect(try evaluate("'añ'.\(method)(-9223372036854775807 - 1, 'é')") == "añ")
        #expect(try evaluate("'a'.\(method)(3, '😀').count('😀')") == 2)
    }

    @Test("Zeros are filled in after a sign, which is one code point")
    func zeros() throws {
        #expect(failure("x = 'a'.zfill(9223372036854775807)")?.exception == "BudgetExceeded")
        #expect(try evaluate("'+\\u0301'.zfill(4)") == "+00\u{301}")
        #expect(try evaluate("'-1'.zfill(-9223372036854775807 - 1)") == "-1")
    }

    @Test("Words about numbers that do not fit, and members of ranges beyond half of all numbers")
    func words() throws {
        #expect(
            failure("import random\nx = random.randint(9223372036854775807, -9223372036854775807)")?.message
                == "empty range for randrange() (9223372036854775807, -9223372036854775806, -18446744073709551613)")
        let wide = "range(-9223372036854775807, 9223372036854775807, 3)"
        #expect(try evaluate("9223372036854775805 in \(wide), 9223372036854775806 in \(wide)") == [true, false])
        #expect(try evaluate("\(wide).index(9223372036854775805)") == 6_148_914_691_236_517_204)
    }
}
