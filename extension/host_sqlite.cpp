#include "extension/host_sqlite.hpp"

// The functions of SQLite that we call, each as the program has it that loads the extension: that may have an SQLite of
// its own, and two in one process know nothing of each other's databases. SQLITE_CORE keeps their names, which for
// extensions are macros that no room could be compiled with.
#define SQLITE_CORE
#include <sqlite3ext.h>

namespace {

const sqlite3_api_routines* host = nullptr;

}  // namespace

namespace extension {

void use_host_sqlite(const sqlite3_api_routines* functions) {
  host = functions;
}

}  // namespace extension

int sqlite3_bind_blob64(sqlite3_stmt* a, int b, const void* c, sqlite3_uint64 d, void (*e)(void*)) {
  return host->bind_blob64(a, b, c, d, e);
}
int sqlite3_bind_int64(sqlite3_stmt* a, int b, sqlite3_int64 c) {
  return host->bind_int64(a, b, c);
}
int sqlite3_bind_pointer(sqlite3_stmt* a, int b, void* c, const char* d, void (*e)(void*)) {
  return host->bind_pointer(a, b, c, d, e);
}
int sqlite3_bind_text64(sqlite3_stmt* a, int b, const char* c, sqlite3_uint64 d, void (*e)(void*), unsigned char f) {
  return host->bind_text64(a, b, c, d, e, f);
}
int sqlite3_bind_zeroblob(sqlite3_stmt* a, int b, int c) {
  return host->bind_zeroblob(a, b, c);
}
int sqlite3_close_v2(sqlite3* a) {
  return host->close_v2(a);
}
const void* sqlite3_column_blob(sqlite3_stmt* a, int b) {
  return host->column_blob(a, b);
}
int sqlite3_column_bytes(sqlite3_stmt* a, int b) {
  return host->column_bytes(a, b);
}
sqlite3_int64 sqlite3_column_int64(sqlite3_stmt* a, int b) {
  return host->column_int64(a, b);
}
int sqlite3_column_type(sqlite3_stmt* a, int b) {
  return host->column_type(a, b);
}
sqlite3* sqlite3_context_db_handle(sqlite3_context* a) {
  return host->context_db_handle(a);
}
int sqlite3_create_function_v2(sqlite3* a, const char* b, int c, int d, void* e,
                               void (*f)(sqlite3_context*, int, sqlite3_value**),
                               void (*g)(sqlite3_context*, int, sqlite3_value**), void (*h)(sqlite3_context*),
                               void (*i)(void*)) {
  return host->create_function_v2(a, b, c, d, e, f, g, h, i);
}
int sqlite3_create_module_v2(sqlite3* a, const char* b, const sqlite3_module* c, void* d, void (*e)(void*)) {
  return host->create_module_v2(a, b, c, d, e);
}
sqlite3_filename sqlite3_db_filename(sqlite3* a, const char* b) {
  return host->db_filename(a, b);
}
sqlite3* sqlite3_db_handle(sqlite3_stmt* a) {
  return host->db_handle(a);
}
int sqlite3_declare_vtab(sqlite3* a, const char* b) {
  return host->declare_vtab(a, b);
}
int sqlite3_errcode(sqlite3* a) {
  return host->errcode(a);
}
const char* sqlite3_errmsg(sqlite3* a) {
  return host->errmsg(a);
}
const char* sqlite3_errstr(int a) {
  return host->errstr(a);
}
int sqlite3_exec(sqlite3* a, const char* b, int (*c)(void*, int, char**, char**), void* d, char** e) {
  return host->exec(a, b, c, d, e);
}
int sqlite3_extended_errcode(sqlite3* a) {
  return host->extended_errcode(a);
}
int sqlite3_extended_result_codes(sqlite3* a, int b) {
  return host->extended_result_codes(a, b);
}
int sqlite3_file_control(sqlite3* a, const char* b, int c, void* d) {
  return host->file_control(a, b, c, d);
}
int sqlite3_finalize(sqlite3_stmt* a) {
  return host->finalize(a);
}
void sqlite3_free(void* a) {
  host->free(a);
}
int sqlite3_get_autocommit(sqlite3* a) {
  return host->get_autocommit(a);
}
void* sqlite3_get_auxdata(sqlite3_context* a, int b) {
  return host->get_auxdata(a, b);
}
void* sqlite3_malloc64(sqlite3_uint64 a) {
  return host->malloc64(a);
}
int sqlite3_open_v2(const char* a, sqlite3** b, int c, const char* d) {
  return host->open_v2(a, b, c, d);
}
int sqlite3_prepare_v2(sqlite3* a, const char* b, int c, sqlite3_stmt** d, const char** e) {
  return host->prepare_v2(a, b, c, d, e);
}
int sqlite3_prepare_v3(sqlite3* a, const char* b, int c, unsigned int d, sqlite3_stmt** e, const char** f) {
  return host->prepare_v3(a, b, c, d, e, f);
}
void sqlite3_progress_handler(sqlite3* a, int b, int (*c)(void*), void* d) {
  host->progress_handler(a, b, c, d);
}
int sqlite3_reset(sqlite3_stmt* a) {
  return host->reset(a);
}
void sqlite3_result_double(sqlite3_context* a, double b) {
  host->result_double(a, b);
}
void sqlite3_result_error(sqlite3_context* a, const char* b, int c) {
  host->result_error(a, b, c);
}
void sqlite3_result_error_code(sqlite3_context* a, int b) {
  host->result_error_code(a, b);
}
void sqlite3_result_error_nomem(sqlite3_context* a) {
  host->result_error_nomem(a);
}
void sqlite3_result_int(sqlite3_context* a, int b) {
  host->result_int(a, b);
}
void sqlite3_result_int64(sqlite3_context* a, sqlite3_int64 b) {
  host->result_int64(a, b);
}
void sqlite3_result_null(sqlite3_context* a) {
  host->result_null(a);
}
void sqlite3_result_text64(sqlite3_context* a, const char* b, sqlite3_uint64 c, void (*d)(void*), unsigned char e) {
  host->result_text64(a, b, c, d, e);
}
void sqlite3_result_value(sqlite3_context* a, sqlite3_value* b) {
  host->result_value(a, b);
}
void sqlite3_set_auxdata(sqlite3_context* a, int b, void* c, void (*d)(void*)) {
  host->set_auxdata(a, b, c, d);
}
int sqlite3_step(sqlite3_stmt* a) {
  return host->step(a);
}
int sqlite3_txn_state(sqlite3* a, const char* b) {
  return host->txn_state(a, b);
}
void* sqlite3_user_data(sqlite3_context* a) {
  return host->user_data(a);
}
const void* sqlite3_value_blob(sqlite3_value* a) {
  return host->value_blob(a);
}
int sqlite3_value_bytes(sqlite3_value* a) {
  return host->value_bytes(a);
}
sqlite3_int64 sqlite3_value_int64(sqlite3_value* a) {
  return host->value_int64(a);
}
void* sqlite3_value_pointer(sqlite3_value* a, const char* b) {
  return host->value_pointer(a, b);
}
const unsigned char* sqlite3_value_text(sqlite3_value* a) {
  return host->value_text(a);
}
int sqlite3_value_type(sqlite3_value* a) {
  return host->value_type(a);
}
int sqlite3_libversion_number() {
  return host->libversion_number();
}
