/// Something the tests stand on did not work; not a finding about the code under test.
package struct TestFailure: Error, CustomStringConvertible {
    package let description: String

    package init(_ description: String) { self.description = description }
}
