/// `time`, by the host's clock.
enum TimeModule {
    static let members = Modules.table([
        BuiltinFunction("time", .asksClock) { arguments, machine in .float(try seconds(machine)) },
        BuiltinFunction("monotonic", .asksClock) { arguments, machine in .float(try seconds(machine)) },
        BuiltinFunction("perf_counter", .asksClock) { arguments, machine in .float(try seconds(machine)) },
        BuiltinFunction("time_ns", .asksClock) { arguments, machine in
            .int(
                try Integers.exact(Int(machine.host.now().microseconds).multipliedReportingOverflow(by: 1000)))
        },
        BuiltinFunction("strftime", .asksClock) { arguments, machine in
            let format = try DateFields.text(arguments.one("strftime"), argument: 1, of: "strftime")
            if format.unicodeScalars.contains("\0") { throw Raise.valueError("embedded null character") }
            let now = try DateTimeObject.at(Int128(machine.host.now().microseconds), nil)
            return .str(try DateFormat.text(of: now.moment, format, machine))
        },
    ])

    private static func seconds(_ machine: Machine) throws -> Double {
        try Integers.divide(Int(machine.host.now().microseconds), 1_000_000)
    }
}
