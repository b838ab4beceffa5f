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

        room("Events", [collections]),
        room("Files", []),
        room("XML", ["Events", "CLibXML2"]),
        room("Script", ["Events"]),
        room("BPMN", ["Events", "XML", "Script"]),
        room("Engine", ["Events", "Script", "BPMN"]),
        room("Routing", ["Events", "XML", "Script"]),
        room("Configuration", ["Events", "Files", "Script", "Routing", yams]),
        room("Store", ["Events", "Files", "CSQLite"]),
        room("Control", ["Events", "Files"]),
        room("RabbitMQ", ["Events", "Files", "CRabbitMQ", deque, logging]),
        room(
            "Bridge",
            [
                "Events", "Engine", "BPMN", "Routing", "Configuration", "Store", "RabbitMQ", "Control", collections,
                deque, logging,
            ]),
        .executableTarget(
            name: "bpmn-bridge",
            dependencies: [
                "Bridge", "Configuration", "Engine", "BPMN", "Routing", "RabbitMQ", "Store", "Control", "Events",
                "Files", arguments, logging, signals,
            ],
            swiftSettings: strict),

        .target(
            name: "TestKit", dependencies: ["Events", "RabbitMQ"], path: "Tests/TestKit", swiftSettings: strict),
        .executableTarget(
            name: "engine-benchmark", dependencies: ["Engine", "BPMN", "Events"], path: "Tests/EngineBenchmark",
            swiftSettings: strict),
        tests("HouseTests", []),
        tests("EventsTests", ["Events", "TestKit", collections]),
        tests("FilesTests", ["Files", "TestKit"]),
        tests("XMLTests", ["XML", "TestKit"]),
        tests("ScriptTests", ["Script", "Events", "TestKit"]),
        tests("BPMNTests", ["BPMN", "TestKit"]),
        tests("EngineTests", ["Engine", "BPMN", "Events", "TestKit"]),
        tests("RoutingTests", ["Routing", "Script", "Events", "TestKit"]),
        tests("ConfigurationTests", ["Configuration", "Routing", "Events", "TestKit"]),
        tests("StoreTests", ["Store", "Events", "TestKit"]),
        tests("ControlTests", ["Control", "Events", "TestKit"]),
        tests("RabbitMQTests", ["RabbitMQ", "Events", "TestKit", logging]),
        tests(
            "BridgeTests",
            [
                "Bridge", "Control", "RabbitMQ", "Store", "Routing", "Engine", "BPMN", "Events", "TestKit", "CSQLite",
                collections, deque,
            ]),
    ]
)
