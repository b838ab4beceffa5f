import Core
import SQLiteStore

/// The core and the store that it writes to: they go to the service's thread together.
package struct Bridge {
    var core: Core
    var store: Store
}
