import Files
package import StorePort

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// The page beside the database that says what is being worked on.
///
/// It is mapped into memory, so that noting a unit costs no system call. Whatever ends the process (a trap, SIGKILL,
/// a full memory) leaves the page in the system's cache, where the next start finds it; only a power cut loses it, and
/// that is nobody's fault. Units nest: the innermost is the one that was at hand.
package final class BegunFile {
    private let map: BegunMap
    private let page: BegunPage
    private var depth = 0

    fileprivate init(_ map: BegunMap, _ page: BegunPage) {
        self.map = map
        self.page = page
    }

    /// Where a link notes what it is at; for its thread alone.
    package func note(ofLink number: Int) -> LinkNote { LinkNote(map, number) }

    /// Where the engine's threads note what they are at.
    package var workers: WorkerNotes { WorkerNotes(map) }

    /// From now on the thread that crashes is noted here, in this process's only page.
    package func witnessCrashes() { CrashWitness.watch(map) }

    /// Notes that `unit` begins, inside of those that have begun and not ended.
    package func push(_ unit: WorkUnit) {
        // What nests deeper than any work does is not told apart from what it is in.
        if depth < BegunPage.slots { page.write(unit, at: depth) }
        if depth == 0 { page[BegunPage.core] = CrashWitness.thisThread }
        depth += 1
        page.set(depth: min(depth, BegunPage.slots))
    }

    /// The innermost has ended.
    package func pop() {
        depth -= 1
        page.set(depth: min(depth, BegunPage.slots))
    }

    /// The outermost has come so far.
    package func reached(_ phase: UInt8) {
        if depth > 0 { page.set(phase: phase) }
    }

    /// What was found in it, and how to go on.
    package struct Opening {
        /// None where the file cannot be had: the work goes on without it.
        package var file: BegunFile?
        /// What the life before had begun and not ended.
        package var left: BegunWork?
        /// What a person should know.
        package var problem: String?
    }

    /// Opens the page of the database that is known by `owner`, and begins a new life in it once `take` has kept what
    /// the life before had begun. To be called by who has the database for himself.
    package static func open(
        at path: String, owner: String, _ take: (BegunWork) throws -> Void
    ) throws -> Opening {
        let map: BegunMap
        do throws(FileProblem) {
            map = try mapped(path)
        } catch {
            return Opening(problem: "going on without knowing what ends the process, should it end: \(error)")
        }
        let page = BegunPage(map.start)
        var opening = Opening()
        switch page.read(owner: owner) {
        case .fresh: break
        case .work(let work): opening.left = work
        case .foreign: opening.problem = "\(path) belongs to another database; what it says is not looked at"
        case .damaged: opening.problem = "\(path) is damaged; what it says is not looked at"
        }
        let file = BegunFile(map, page)
        if let left = opening.left { try take(left) }
        page.begin(owner: owner, life: .random(in: 1 ... .max))
        opening.file = file
        return opening
    }

    private static func mapped(_ path: String) throws(FileProblem) -> BegunMap {
        let file: OpenFile
        do {
            file = try .updating(path)
        } catch {
            guard error.number == ENOENT else { throw error }
            file = try .creating(path)
        }
        let size = try file.size()
        // What an older version has left is read; the threads' parts follow it.
        if ![0, BegunPage.head, BegunPage.size].contains(size) { try file.truncate(to: 0) }
        // All of it is on the disk: a page that has no place there would end the process when it is written.
        let code = posix_fallocate(file.descriptor, 0, off_t(BegunPage.size))
        guard code == 0 else {
            // The next start makes it again.
            unlink(path)
            throw FileProblem("make", path, number: code)
        }
        let start = mmap(nil, BegunPage.size, PROT_READ | PROT_WRITE, MAP_SHARED, file.descriptor, 0)
        guard let start, start != MAP_FAILED else { throw FileProblem("map", path) }
        return BegunMap(start)
    }
}
