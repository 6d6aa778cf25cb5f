#include "base/log.hpp"

#include <poll.h>
#include <spdlog/logger.h>
#include <spdlog/pattern_formatter.h>
#include <spdlog/sinks/base_sink.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstddef>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <utility>

#include "base/log_line.hpp"

namespace base {
namespace {

// POSIX: a pipe that poll() calls writable takes this much (PIPE_BUF) without waiting, and in one piece.
constexpr std::size_t kMostBytes = 4'000;
constexpr std::size_t kRoomForTimeAndLevel = 80;

/// Writes whole lines to a descriptor, or drops them where that would wait.
class DescriptorSink : public spdlog::sinks::base_sink<std::mutex> {
 public:
  DescriptorSink(int descriptor, LogFormat format) : descriptor_(descriptor), format_(format) {}

 protected:
  void sink_it_(const spdlog::details::log_msg& message) override {
    if (!is_ready()) {
      ++dropped_;
      return;
    }
    if (dropped_ > 0) tell_dropped(message);
    put(message);
  }
  void flush_() override {}

 private:
  bool is_ready() const {
    constexpr int kPatienceMilliseconds = 20;
    pollfd asked{.fd = descriptor_, .events = POLLOUT, .revents = 0};
    return ::poll(&asked, 1, dropped_ > 0 ? 0 : kPatienceMilliseconds) == 1 && (asked.revents & POLLOUT) != 0;
  }

  void put(const spdlog::details::log_msg& message) {
    spdlog::memory_buf_t line;
    formatter_->format(message, line);
    std::string_view rest(line.data(), line.size());
    while (!rest.empty()) {
      const ssize_t written = ::write(descriptor_, rest.data(), rest.size());
      if (written < 0 && errno == EINTR) continue;
      if (written < 0) return;  // there is nobody to tell
      rest.remove_prefix(static_cast<std::size_t>(written));
    }
  }

  void tell_dropped(const spdlog::details::log_msg& next) {
    const std::string line = log_line(format_, "the log was not read, and lines were dropped",
                                      {{"lines", std::exchange(dropped_, 0)}}, kMostBytes);
    put(spdlog::details::log_msg(next.time, {}, next.logger_name, spdlog::level::warn, line));
  }

  const int descriptor_;
  const LogFormat format_;
  std::size_t dropped_ = 0;  // since the last line that was written
};

spdlog::level::level_enum level_of(LogLevel level) {
  constexpr std::array kLevels{spdlog::level::debug, spdlog::level::info, spdlog::level::warn, spdlog::level::err};
  return kLevels.at(static_cast<std::size_t>(level));
}

constexpr const char* kTextPattern = "%Y-%m-%dT%H:%M:%S.%eZ %l %v";
constexpr const char* kJsonPattern = R"({"time":"%Y-%m-%dT%H:%M:%S.%eZ","level":"%l",%v})";

}  // namespace

class Log::Lines {
 public:
  explicit Lines(Options options)
      : format(options.format),
        logger("sitedex", std::make_shared<DescriptorSink>(options.descriptor, options.format)) {
    logger.set_formatter(std::make_unique<spdlog::pattern_formatter>(
        format == LogFormat::kJson ? kJsonPattern : kTextPattern, spdlog::pattern_time_type::utc, "\n"));
    logger.set_level(level_of(options.least));
    logger.set_error_handler([](const std::string&) {});
  }

  const LogFormat format;
  spdlog::logger logger;
};

Log::Log(Options options) : lines_(std::make_unique<Lines>(options)) {}
Log::~Log() = default;

void Log::write(LogLevel level, std::string_view message, std::initializer_list<LogField> fields) const noexcept {
  const auto spdlog_level = level_of(level);
  if (!lines_->logger.should_log(spdlog_level)) return;
  try {
    lines_->logger.log(spdlog_level, spdlog::string_view_t(
                                         log_line(lines_->format, message, fields, kMostBytes - kRoomForTimeAndLevel)));
  } catch (...) {  // without memory there is no line
    return;
  }
}

}  // namespace base
