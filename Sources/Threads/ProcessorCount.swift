#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// How many processors the machine has that are in use; 1 where the system does not say.
package enum ProcessorCount {
    package static let online: Int = max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN)))
}
