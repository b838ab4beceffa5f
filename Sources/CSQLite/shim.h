// What Swift cannot import of sqlite3.h by itself.
#include <sqlite3.h>

// SQLITE_TRANSIENT is a cast of -1 to a function pointer: tell SQLite to copy what is bound.
static inline int bridge_bind_text(sqlite3_stmt *statement, int index, const char *bytes, int count) {
    return sqlite3_bind_text(statement, index, bytes, count, SQLITE_TRANSIENT);
}

static inline int bridge_bind_blob(sqlite3_stmt *statement, int index, const void *bytes, int count) {
    return sqlite3_bind_blob(statement, index, bytes, count, SQLITE_TRANSIENT);
}

// sqlite3_db_config is variadic.
static inline int bridge_db_config(sqlite3 *database, int option, int value) {
    int now;
    return sqlite3_db_config(database, option, value, &now);
}
