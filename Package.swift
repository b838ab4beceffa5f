// swift-tools-version: 6.1
import PackageDescription

// The rooms of the house, lowest first; a room imports only rooms above its own line in this list.
let strict: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .unsafeFlags(["-warnings-as-errors"]),
]

let collections: Target.Dependency = .product(name: "OrderedCollections", package: "swift-collections")
let deque: Target.Dependency = .product(name: "DequeModule", package: "swift-collections")
let logging: Target.Dependency = .product(name: "Logging", package: "swift-log")
// For the libyaml that comes with it: what it makes of YAML itself has no bounds (Sources/Configuration/YAML).
let yams: Target.Dependency = .product(name: "Yams", package: "Yams")
let arguments: Target.Dependency = .product(name: "ArgumentParser", package: "swift-argument-parser")
let signals: Target.Dependency = .product(name: "UnixSignals", package: "swift-service-lifecycle")

func room(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
    .target(name: name, dependencies: dependencies, swiftSettings: strict)
}

func tests(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
    .testTarget(name: name, dependencies: dependencies, path: "Tests/\(name)", swiftSettings: strict)
}

let package = Package(
    name: "bpmn-bridge",
    products: [.executable(name: "bpmn-bridge", targets: ["bpmn-bridge"])],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.5.0"),
        .package(url: "https://github.com/apple/swift-collections", from: "1.1.0"),
        .package(url: "https://github.com/apple/swift-log", from: "1.6.0"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.6.0"),
        .package(url: "https://github.com/jpsim/Yams", from: "6.0.0"),
    ],
    targets: [
        .systemLibrary(
            name: "CRabbitMQ", pkgConfig: "librabbitmq", providers: [.apt(["librabbitmq-dev"])]),
        .systemLibrary(name: "CSQLite", pkgConfig: "sqlite3", providers: [.apt(["libsqlite3-dev"])]),
        .systemLibrary(name: "CLibXML2", pkgConfig: "libxml-2.0", providers: [.apt(["libxml2-dev"])]),

        room("Values", [collections]),
        room("Messages", ["Values", collections]),
        room("Files", []),
        room("Threads", ["Files", deque]),
        room("XML", ["Values", "CLibXML2"]),
        room("Python", ["Messages", "Values"]),
        room("Models", ["Python", "XML", "Values"]),
        room("EnginePort", ["Models", "Messages", "Values"]),
        room("EmbeddedEngine", ["EnginePort", "Models", "Python", "Threads", "Messages", "Values"]),
        room("Simulation", ["EmbeddedEngine", "EnginePort", "Models", "Messages", "Values"]),
        room("AMQP", ["Messages", "Values", deque]),
        room("Routing", ["AMQP", "Python", "XML", "Messages", "Values"]),
        room("Configuration", ["Routing", "AMQP", "Models", "Python", "Files", "Messages", "Values", yams]),
        room("StorePort", ["Messages", "Values"]),
        room("Journal", ["StorePort", "Files", "Values"]),
        room("SQLiteStore", ["Journal", "StorePort", "Files", "Messages", "Values", "CSQLite"]),
        room("RabbitMQ", ["AMQP", "Threads", "Files", "Messages", "Values", "CRabbitMQ", deque, logging]),
        room(
            "Core",
            [
                "Journal", "StorePort", "Configuration", "Routing", "AMQP", "EnginePort", "Models", "Threads", "Files",
                "Messages", "Values", collections, deque,
            ]),
        room(
            "Operations",
            ["Core", "SQLiteStore", "StorePort", "Routing", "EmbeddedEngine", "EnginePort", "Messages", "Values"]),
        room(
            "Daemon",
            [
                "Operations", "Core", "RabbitMQ", "SQLiteStore", "StorePort", "Configuration", "Routing", "AMQP",
                "EmbeddedEngine", "EnginePort", "Models", "Threads", "Files", "Messages", "Values", deque, logging,
            ]),
        .executableTarget(
            name: "bpmn-bridge",
            dependencies: [
                "Daemon", "Operations", "Core", "RabbitMQ", "SQLiteStore", "StorePort", "Configuration", "Routing",
                "AMQP", "Simulation", "EnginePort", "Models", "Files", "Messages", "Values", logging, arguments,
                signals,
            ],
            swiftSettings: strict),

        .target(
            name: "TestKit", dependencies: ["StorePort", "AMQP", "EnginePort", "Models", "Messages", "Values"],
            path: "Tests/TestKit",
            swiftSettings: strict),
        .executableTarget(
            name: "engine-benchmark",
            dependencies: ["EmbeddedEngine", "EnginePort", "Models", "Threads", "Messages", "Values"],
            path: "Tests/EngineBenchmark",
            swiftSettings: strict),
        tests("HouseTests", []),
        tests("ValuesTests", ["Messages", "Values", "TestKit", collections]),
        tests("MessagesTests", ["Messages", "Values", "TestKit"]),
        tests("FilesTests", ["Files", "TestKit"]),
        tests("ThreadsTests", ["Threads", "TestKit"]),
        tests("XMLTests", ["XML", "TestKit"]),
        tests("PythonTests", ["Python", "Messages", "Values", "TestKit"]),
        tests("ModelsTests", ["Models", "TestKit"]),
        tests(
            "EmbeddedEngineTests",
            ["Simulation", "EmbeddedEngine", "EnginePort", "Models", "Messages", "Values", "TestKit"]),
        tests("RoutingTests", ["Routing", "AMQP", "Python", "Messages", "Values", "TestKit"]),
        tests("ConfigurationTests", ["Configuration", "Routing", "AMQP", "Models", "Messages", "Values", "TestKit"]),
        tests("StorePortTests", ["StorePort", "Messages", "Values", "TestKit"]),
        tests("JournalTests", ["Journal", "StorePort", "Messages", "Values", "TestKit"]),
        tests("SQLiteStoreTests", ["SQLiteStore", "Journal", "StorePort", "Messages", "Values", "TestKit"]),
        tests("DaemonTests", ["Daemon", "Operations", "Threads", "Messages", "Values", "TestKit"]),
        tests("AMQPTests", ["AMQP", "Messages", "Values", "TestKit"]),
        tests("RabbitMQTests", ["RabbitMQ", "AMQP", "Messages", "Values", "TestKit", logging]),
        tests(
            "CoreTests",
            [
                "Daemon", "Operations", "Core", "RabbitMQ", "SQLiteStore", "StorePort", "Routing", "AMQP", "Simulation",
                "EmbeddedEngine", "EnginePort", "Models", "Threads", "Messages", "Values", "TestKit", "CSQLite",
                collections, deque,
            ]),
    ]
)
