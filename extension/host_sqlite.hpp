#pragma once

struct sqlite3_api_routines;

namespace extension {

/// From here on the functions of SQLite are those of the program that loads the extension; none may be called before.
/// Of programs that load it several times, each thread gives the same ones.
void use_host_sqlite(const sqlite3_api_routines* functions);

}  // namespace extension
