#include "storage/text_compression.hpp"

#include <fmt/format.h>
#include <zdict.h>
#include <zstd.h>

#include <new>
#include <stdexcept>
#include <unordered_map>
#include <utility>

#include "storage/schema.hpp"

namespace storage {
namespace {

// Of PostgreSQL's manual texts take .37 of their size alone, .30 with a dictionary; level 6 saves another .02 in three
// times the time.
constexpr int kLevel = 3;
constexpr std::size_t kDictionaryBytes = 112 << 10;  // zstd's own default
constexpr std::size_t kTrainingBytes = 512 << 10;    // more makes no better dictionary
constexpr std::size_t kSampleBytes = 8 << 10;        // of a text, so that there are many
constexpr std::size_t kMostTextBytes = 64 << 20;     // a frame that claims more is not read: it is damaged

template <typename Handle>
Handle* or_bad_alloc(Handle* handle) {
  if (handle == nullptr) throw std::bad_alloc();
  return handle;
}

/// Reads frames, and the dictionaries that they name, as these are needed. One for each connection.
class FrameReader {
 public:
  explicit FrameReader(sqlite3* connection) : connection_(connection), context_(or_bad_alloc(ZSTD_createDCtx())) {}

  using Text = std::unique_ptr<char, Closer<sqlite3_free>>;

  /// Throws `std::runtime_error` for what cannot be read.
  std::pair<Text, std::size_t> read(std::span<const std::uint8_t> frame) {
    const auto size = ZSTD_getFrameContentSize(frame.data(), frame.size());
    if (size > kMostTextBytes) throw std::runtime_error("no frame of zstd");  // so are its two error codes
    Text text(or_bad_alloc(static_cast<char*>(sqlite3_malloc64(size + 1))));
    const auto written = ZSTD_decompress_usingDDict(context_.get(), text.get(), size, frame.data(), frame.size(),
                                                    dictionary(ZSTD_getDictID_fromFrame(frame.data(), frame.size())));
    if (ZSTD_isError(written) != 0) throw std::runtime_error(ZSTD_getErrorName(written));
    return {std::move(text), written};
  }

 private:
  /// A number stands for one dictionary only: it is a hash of it.
  const ZSTD_DDict* dictionary(unsigned id) {
    if (id == 0) return nullptr;
    auto& dictionary = dictionaries_[id];
    if (!dictionary) dictionary = load(id);
    return dictionary.get();
  }

  using Dictionary = std::unique_ptr<ZSTD_DDict, Closer<ZSTD_freeDDict>>;

  Dictionary load(unsigned id) const {
    sqlite3_stmt* prepared = nullptr;
    sqlite3_prepare_v2(connection_, "SELECT bytes FROM main.dictionaries WHERE id = ?", -1, &prepared, nullptr);
    if (prepared != nullptr) {
      Statement select(prepared);
      for (const Row row : select.rows(id)) {
        const std::string_view bytes = row.text(0);
        if (ZSTD_getDictID_fromDict(bytes.data(), bytes.size()) != id) break;
        return Dictionary(or_bad_alloc(ZSTD_createDDict(bytes.data(), bytes.size())));
      }
    }
    throw std::runtime_error("its dictionary is not there");
  }

  sqlite3* connection_;
  std::unique_ptr<ZSTD_DCtx, Closer<ZSTD_freeDCtx>> context_;
  std::unordered_map<unsigned, Dictionary> dictionaries_;
};

/// No exception may pass through SQLite.
void text_of(sqlite3_context* context, int, sqlite3_value** values) try {
  sqlite3_value* const body = *values;
  if (sqlite3_value_type(body) != SQLITE_BLOB) return sqlite3_result_value(context, body);
  const auto* const bytes = static_cast<const std::uint8_t*>(sqlite3_value_blob(body));
  auto& reader = *static_cast<FrameReader*>(sqlite3_user_data(context));
  auto [text, size] = reader.read({bytes, static_cast<std::size_t>(sqlite3_value_bytes(body))});
  sqlite3_result_text64(context, text.release(), size, sqlite3_free, SQLITE_UTF8);
} catch (const std::bad_alloc&) {
  sqlite3_result_error_nomem(context);
} catch (const std::exception& error) {
  sqlite3_result_error(context, fmt::format("a text cannot be read: {}", error.what()).c_str(), -1);
  sqlite3_result_error_code(context, SQLITE_CORRUPT);
}

/// Ids first: what is iterated over must not change meanwhile.
void compress_columns(Connection& connection, std::string_view table, TextCompressor& compressor) {
  std::vector<std::int64_t> ids;
  Statement all = connection.prepare(fmt::format("SELECT id FROM {} ORDER BY id", table));
  for (const Row row : all.rows()) ids.push_back(row.integer(0));
  for (const std::string_view column : {"body", "rest"}) {
    Statement select = connection.prepare(fmt::format("SELECT {} FROM {} WHERE id = ?", column, table));
    Statement update = connection.prepare(fmt::format("UPDATE {} SET {} = ?2 WHERE id = ?1", table, column));
    for (const std::int64_t id : ids) {
      std::string text;
      for (const Row row : select.rows(id)) text = row.text(0);
      if (const auto frame = compressor.compress(text)) update.run(id, *frame);
    }
  }
}

}  // namespace

std::string text_sql(std::string_view column) {
  return fmt::format("CASE typeof({0}) WHEN 'text' THEN {0} ELSE text_of({0}) END", column);
}

bool are_texts_compressed(Connection& connection) {
  return connection.integer("SELECT EXISTS(SELECT * FROM meta WHERE key = 'texts' AND value = 'zstd')") != 0;
}

void compress_texts(Connection& connection) {
  Transaction transaction(connection);
  admit_compressed_texts(connection);
  connection.execute("INSERT INTO meta VALUES ('texts', 'zstd')");
  TextCompressor compressor(connection);
  for (const char* table : {"pages", "staged"}) compress_columns(connection, table, compressor);
  transaction.commit();
}

void lend_text_of(Connection& connection) {
  auto reader = std::make_unique<FrameReader>(connection.handle());
  // A view of the schema may call it whatever the schema is thought of.
  constexpr int kFlags = SQLITE_UTF8 | SQLITE_DETERMINISTIC | SQLITE_INNOCUOUS;
  const auto destroy = [](void* lent) { delete static_cast<FrameReader*>(lent); };
  const int code = sqlite3_create_function_v2(connection.handle(), "text_of", 1, kFlags, reader.release(), text_of,
                                              nullptr, nullptr, destroy);  // destroys it also if it fails
  if (code != SQLITE_OK) connection.fail(code);
}

void TextCompressor::Free::operator()(ZSTD_CCtx_s* context) const noexcept {
  ZSTD_freeCCtx(context);
}

TextCompressor::TextCompressor(Connection& connection)
    : connection_(connection), context_(or_bad_alloc(ZSTD_createCCtx())) {
  ZSTD_CCtx_setParameter(context_.get(), ZSTD_c_compressionLevel, kLevel);
  ZSTD_CCtx_setParameter(context_.get(), ZSTD_c_checksumFlag, 1);
  Statement select = connection_.prepare("SELECT bytes FROM dictionaries ORDER BY rowid DESC LIMIT 1");
  for (const Row row : select.rows()) load(row.text(0));
}

std::optional<std::span<const std::uint8_t>> TextCompressor::compress(std::string_view text) {
  if (text.size() > kMostTextBytes) return std::nullopt;
  if (is_learning_) learn(text);
  frame_.resize(ZSTD_compressBound(text.size()));
  const auto size = ZSTD_compress2(context_.get(), frame_.data(), frame_.size(), text.data(), text.size());
  if (ZSTD_isError(size) != 0) throw std::bad_alloc();  // there is room for whatever comes out
  if (size >= text.size()) return std::nullopt;
  return std::span(frame_).first(size);
}

void TextCompressor::learn(std::string_view text) {
  const std::string_view sample = text.substr(0, kSampleBytes);
  samples_ += sample;
  sample_sizes_.push_back(sample.size());
  if (samples_.size() >= kTrainingBytes) train();
}

void TextCompressor::train() {
  std::string dictionary(kDictionaryBytes, '\0');
  const auto size = ZDICT_trainFromBuffer(dictionary.data(), dictionary.size(), samples_.data(), sample_sizes_.data(),
                                          static_cast<unsigned>(sample_sizes_.size()));
  samples_ = {};
  sample_sizes_ = {};
  is_learning_ = false;
  if (ZDICT_isError(size) != 0) return;  // the texts have nothing in common
  dictionary.resize(size);
  connection_.prepare("INSERT INTO dictionaries(id, bytes) VALUES (?, ?)")
      .run(ZDICT_getDictID(dictionary.data(), dictionary.size()),
           std::span(reinterpret_cast<const std::uint8_t*>(dictionary.data()), dictionary.size()));
  load(dictionary);
}

void TextCompressor::load(std::string_view dictionary) {
  is_learning_ = false;
  const auto code = ZSTD_CCtx_loadDictionary(context_.get(), dictionary.data(), dictionary.size());
  if (ZSTD_isError(code) != 0) throw std::bad_alloc();
}

}  // namespace storage
