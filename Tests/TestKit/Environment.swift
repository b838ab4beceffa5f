import Foundation

/// The variables that steer the tests.
package enum Environment {
    package static subscript(name: String) -> String? {
        ProcessInfo.processInfo.environment.first { $0.key == name }?.value
    }
}
