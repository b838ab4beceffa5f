// What Swift cannot import of sqlite3.h by itself.
#include <errno.h>
#include <sqlite3.h>

// SQLITE_TRANSIENT is a cast of -1 to a function pointer: tell SQLite to copy what is bound.
static inline int bridge_bind_text(sqlite3_stmt *statement, int index, const char *bytes, sqlite3_uint64 count) {
    return sqlite3_bind_text64(statement, index, bytes, count, SQLITE_TRANSIENT, SQLITE_UTF8);
}

static inline int bridge_bind_blob(sqlite3_stmt *statement, int index, const void *bytes, sqlite3_uint64 count) {
    return sqlite3_bind_blob64(statement, index, bytes, count, SQLITE_TRANSIENT);
}

// SQLITE_STATIC: the caller keeps the bytes until the statement is reset.
static inline int bridge_lend_blob(sqlite3_stmt *statement, int index, const void *bytes, sqlite3_uint64 count) {
    return sqlite3_bind_blob64(statement, index, bytes, count, SQLITE_STATIC);
}

// sqlite3_db_config and sqlite3_config are variadic.
static inline int bridge_db_config(sqlite3 *database, int option, int value) {
    int now;
    return sqlite3_db_config(database, option, value, &now);
}

// For the whole process, refused once SQLite is initialised: every allocation would otherwise take a lock to count
// itself, and Debian's SQLite would read a path that begins with "file:" as a URI with options.
static inline void bridge_configure(void) {
    sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
    sqlite3_config(SQLITE_CONFIG_URI, 0);
}

// What the database file itself says, whatever its log says. Before the first transaction; by SQLite's own descriptor,
// since closing another would drop the locks of this process.
static inline int bridge_read_file(sqlite3 *database, void *bytes, int count, sqlite3_int64 offset) {
    sqlite3_file *file = 0;
    int code = sqlite3_file_control(database, "main", SQLITE_FCNTL_FILE_POINTER, &file);
    if (code != SQLITE_OK) return code;
    if (!file || !file->pMethods) return SQLITE_IOERR;
    return file->pMethods->xRead(file, bytes, count, offset);
}

// After every commit SQLite tells how many frames the log holds.
static int bridge_keep_frames(void *counter, sqlite3 *database, const char *schema, int frames) {
    (void)database;
    (void)schema;
    *(int *)counter = frames;
    return SQLITE_OK;
}

static inline void bridge_count_frames(sqlite3 *database, int *counter) {
    sqlite3_wal_hook(database, bridge_keep_frames, counter);
}

// What the write-ahead log says, by SQLite's own descriptor.
static inline int bridge_read_log(sqlite3 *database, void *bytes, int count, sqlite3_int64 offset) {
    sqlite3_file *file = 0;
    int code = sqlite3_file_control(database, "main", SQLITE_FCNTL_JOURNAL_POINTER, &file);
    if (code != SQLITE_OK) return code;
    if (!file || !file->pMethods) return SQLITE_IOERR;
    return file->pMethods->xRead(file, bytes, count, offset);
}

// Whether the file was moved or replaced since it was opened.
static inline int bridge_has_moved(sqlite3 *database) {
    int moved = 0;
    int code = sqlite3_file_control(database, "main", SQLITE_FCNTL_HAS_MOVED, &moved);
    return code == SQLITE_OK && moved;
}

// What the system last said to a write of one of the two files; EIO of either comes first.
static inline int bridge_last_errno(sqlite3 *database) {
    static const int which[2] = {SQLITE_FCNTL_JOURNAL_POINTER, SQLITE_FCNTL_FILE_POINTER};
    int found = 0;
    for (int place = 0; place < 2; place++) {
        sqlite3_file *file = 0;
        int number = 0;
        if (sqlite3_file_control(database, "main", which[place], &file) != SQLITE_OK) continue;
        if (!file || !file->pMethods) continue;
        if (file->pMethods->xFileControl(file, SQLITE_FCNTL_LAST_ERRNO, &number) != SQLITE_OK) continue;
        if (number == EIO) return number;
        if (number == ENOSPC || number == EFBIG || number == EDQUOT) found = number;
    }
    return found;
}
