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
        room("XML", ["Values", "CLibXML2"]),
        room("Python", ["Messages", "Values", collections]),
        room("Models", ["Messages", "Values", "XML", "Python", collections]),
        room("Engine", ["Messages", "Values", "Python", "Models", collections]),
        room("Routing", ["Messages", "Values", "XML", "Python", collections]),
        room("Configuration", ["Messages", "Values", "Files", "Python", "Routing", yams, collections]),
        room("Store", ["Messages", "Values", "Files", "CSQLite", collections]),
        room("Control", ["Messages", "Values", "Files", collections]),
        room("RabbitMQ", ["Messages", "Values", "Files", "CRabbitMQ", collections, deque, logging]),
        room(
            "Bridge",
            [
                "Messages", "Values", "Files", "Engine", "Models", "Python", "Routing", "Configuration", "Store",
                "RabbitMQ",
                "Control", collections, deque, logging,
            ]),
        .executableTarget(
            name: "bpmn-bridge",
            dependencies: [
                "Bridge", "Configuration", "Engine", "Models", "Routing", "RabbitMQ", "Store", "Control", "Python",
                "Messages", "Values", "Files", arguments, collections, logging, signals, yams,
            ],
            swiftSettings: strict),

        .target(
            name: "TestKit", dependencies: ["Messages", "Values", "RabbitMQ"], path: "Tests/TestKit",
            swiftSettings: strict),
        .executableTarget(
            name: "engine-benchmark", dependencies: ["Engine", "Models", "Messages", "Values"],
            path: "Tests/EngineBenchmark",
            swiftSettings: strict),
        tests("HouseTests", []),
        tests("ValuesTests", ["Values", "TestKit"]),
        tests("MessagesTests", ["Messages", "Values", "TestKit"]),
        tests("FilesTests", ["Files", "TestKit"]),
        tests("XMLTests", ["XML", "TestKit"]),
        tests("PythonTests", ["Python", "TestKit"]),
        tests("ModelsTests", ["Models", "TestKit"]),
        tests("EngineTests", ["Engine", "Models", "TestKit"]),
        tests("RoutingTests", ["Routing", "TestKit"]),
        tests("ConfigurationTests", ["Configuration", "TestKit"]),
        tests("StoreTests", ["Store", "TestKit"]),
        tests("ControlTests", ["Control", "TestKit"]),
        tests("RabbitMQTests", ["RabbitMQ", "CRabbitMQ", "TestKit"]),
        tests("BridgeTests", ["Bridge", "TestKit", "CSQLite", collections, deque]),
    ]
)
