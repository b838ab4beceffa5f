import Testing

/// Package.swift says what each target uses: neither more nor less.
@Suite struct DependencyTests {
    let house: House

    init() throws { house = try House() }

    /// Products that give modules of other names.
    private static let modules = ["Yams": ["Yams", "CYaml"]]
    /// What comes with the toolchain.
    private static let given: Set = [
        "Foundation", "FoundationEssentials", "Glibc", "Musl", "Synchronization", "Testing",
    ]

    @Test func allTargetsWereRead() throws {
        #expect(house.targets.count >= 27, "\(house.targets.map(\.name))")
        for target in house.targets {
            #expect(try !target.imports().isEmpty, "\(target.name) has no files at \(target.path)")
        }
    }

    @Test func everyDependencyThatIsDeclaredIsImported() throws {
        for target in house.targets {
            let imported = try target.imports().values.reduce(into: Set<String>()) { $0.formUnion($1) }
            for dependency in target.dependencies {
                let modules = Self.modules[dependency] ?? [dependency]
                #expect(
                    modules.contains(where: imported.contains),
                    "\(target.name) does not import \(dependency): take it out of Package.swift")
            }
        }
    }

    @Test func everyImportIsDeclared() throws {
        for target in house.targets {
            let declared = Set(target.dependencies.flatMap { Self.modules[$0] ?? [$0] })
            for (file, modules) in try target.imports() {
                let missing = modules.subtracting(declared).subtracting(Self.given)
                #expect(missing.isEmpty, "\(file) imports \(missing.sorted()), which Package.swift does not declare")
            }
        }
    }
}
