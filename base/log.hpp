#pragma once

#include <concepts>
#include <cstdint>
#include <initializer_list>
#include <memory>
#include <string>
#include <string_view>
#include <variant>

namespace base {

enum class LogLevel : std::uint8_t { kDebug, kInfo, kWarning, kError };
enum class LogFormat : std::uint8_t {
  kText,  ///< `2026-11-27T10:00:00.000Z info message key=value key="two words"`
  kJson,  ///< an object a line: `time`, `level`, `message`, and the fields
};

/// What a line of the log says beside its message. It holds views: made where it is written.
struct LogField {
  using Value = std::variant<std::string_view, std::int64_t, double, bool>;

  LogField(std::string_view name, std::string_view text) : key(name), value(text) {}
  LogField(std::string_view name, const char* text) : LogField(name, std::string_view(text)) {}
  LogField(std::string_view name, const std::string& text) : LogField(name, std::string_view(text)) {}
  LogField(std::string_view name, bool truth) : key(name), value(truth) {}
  LogField(std::string_view name, double number) : key(name), value(number) {}
  LogField(std::string_view name, std::integral auto number) : key(name), value(static_cast<std::int64_t>(number)) {}

  std::string_view key;  ///< lower-case letters and underscores; written as it is
  Value value;
};

/// A log of structured lines. Any thread may write; lines do not mix. A line is at most 4,000 bytes (longer values are
/// cut), is valid UTF-8, and whatever stands in a value, cannot look like two lines or like other fields.
///
/// It never throws, and nobody waits long for it: when the reader of a pipe has stopped reading, the first line waits
/// for it for 20 ms and is dropped, as are those after it, at once; the next line that fits tells how many there were.
class Log {
 public:
  struct Options {
    LogLevel least = LogLevel::kInfo;  ///< what is below it is not written
    LogFormat format = LogFormat::kText;
    int descriptor = 2;  ///< where the lines go; stays the caller's, and open as long as the log is
  };

  explicit Log(Options options);
  ~Log();
  Log(const Log&) = delete;

  void write(LogLevel level, std::string_view message, std::initializer_list<LogField> fields = {}) const noexcept;

  void debug(std::string_view message, std::initializer_list<LogField> fields = {}) const noexcept {
    write(LogLevel::kDebug, message, fields);
  }
  void info(std::string_view message, std::initializer_list<LogField> fields = {}) const noexcept {
    write(LogLevel::kInfo, message, fields);
  }
  void warn(std::string_view message, std::initializer_list<LogField> fields = {}) const noexcept {
    write(LogLevel::kWarning, message, fields);
  }
  void error(std::string_view message, std::initializer_list<LogField> fields = {}) const noexcept {
    write(LogLevel::kError, message, fields);
  }

 private:
  class Lines;
  std::unique_ptr<Lines> lines_;
};

}  // namespace base
