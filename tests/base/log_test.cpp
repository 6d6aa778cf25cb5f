#include "base/log.hpp"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <array>
#include <cmath>
#include <nlohmann/json.hpp>
#include <sstream>
#include <string>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>

#include "crawler/descriptor.hpp"

namespace base {
namespace {

class Pipe {
 public:
  Pipe() {
    std::array<int, 2> ends{};
    EXPECT_EQ(::pipe2(ends.data(), O_CLOEXEC | O_NONBLOCK), 0);
    out_ = crawler::Descriptor(ends[0]);
    in_ = crawler::Descriptor(ends[1]);
  }
  int in() const { return in_.number(); }

  std::string read() {
    std::string all;
    std::array<char, 65'536> some{};
    for (ssize_t n = 0; (n = ::read(out_.number(), some.data(), some.size())) > 0;) {
      all.append(some.data(), static_cast<std::size_t>(n));
    }
    return all;
  }
  std::vector<std::string> lines() {
    std::istringstream text(read());
    std::vector<std::string> all;
    for (std::string line; std::getline(text, line);) all.push_back(line);
    return all;
  }

 private:
  crawler::Descriptor out_, in_;
};

nlohmann::json one_object(Pipe& pipe) {
  const auto lines = pipe.lines();
  EXPECT_EQ(lines.size(), 1U);
  return nlohmann::json::parse(lines.at(0));
}

TEST(Log, AJsonLineIsAnObjectWithTimeLevelMessageAndFields) {
  Pipe pipe;
  const Log log({.format = LogFormat::kJson, .descriptor = pipe.in()});
  log.warn("disk is \"nearly\" full", {{"free_bytes", 12}, {"share", 0.25}, {"is_root", true}, {"path", "/da\\ta"}});
  const auto line = one_object(pipe);
  EXPECT_EQ(line["level"], "warning");
  EXPECT_EQ(line["message"], "disk is \"nearly\" full");
  EXPECT_EQ(line["free_bytes"], 12);
  EXPECT_EQ(line["share"], 0.25);
  EXPECT_EQ(line["is_root"], true);
  EXPECT_EQ(line["path"], "/da\\ta");
  EXPECT_EQ(line["time"].get<std::string>().size(), std::string_view("2026-11-27T10:00:00.000Z").size());
}

TEST(Log, ATextLineQuotesWhatWouldNotBeOneWord) {
  Pipe pipe;
  const Log log({.descriptor = pipe.in()});
  log.info("request done", {{"path", "/a/b"}, {"agent", "two words"}, {"empty", ""}, {"status", 200}});
  const std::string line = pipe.read();
  EXPECT_TRUE(line.ends_with("Z info \"request done\" path=/a/b agent=\"two words\" empty=\"\" status=200\n")) << line;
}

TEST(Log, AValueCannotLookLikeALineOrAField) {
  for (const LogFormat format : {LogFormat::kText, LogFormat::kJson}) {
    Pipe pipe;
    const Log log({.format = format, .descriptor = pipe.in()});
    log.info("m\nx", {{"path", "/a\r\n2026 info level=error \"\x1b[31m\u2028\u0085 b\""}});
    const std::string line = pipe.read();
    EXPECT_EQ(line.find('\n'), line.size() - 1);
    for (const std::string_view bad : {"\r", "\x1b", "\u2028", "\u0085"}) EXPECT_EQ(line.find(bad), std::string::npos);
    EXPECT_EQ(line.find("level=error \""), std::string::npos);
  }
}

TEST(Log, AnyBytesAreValidJson) {
  Pipe pipe;
  const Log log({.format = LogFormat::kJson, .descriptor = pipe.in()});
  std::string bytes;
  for (int first = 0; first < 256; ++first) {
    for (const int second : {0x20, 0x7F, 0x80, 0x9F, 0xA0, 0xBF, 0xC0}) {
      bytes = {static_cast<char>(first), static_cast<char>(second), '\x80', '\x80', 'x'};
      log.info(bytes, {{"value", bytes}});
      const auto line = one_object(pipe);
      EXPECT_TRUE(line["value"].get<std::string>().ends_with('x'));
    }
  }
}

TEST(Log, NumbersThatJsonHasNotAreNull) {
  Pipe pipe;
  const Log log({.format = LogFormat::kJson, .descriptor = pipe.in()});
  log.info("m", {{"nan", std::nan("")}, {"inf", HUGE_VAL}});
  EXPECT_TRUE(one_object(pipe)["nan"].is_null());
}

TEST(Log, LongValuesAreCutAndTheLineStaysWhole) {
  Pipe pipe;
  const Log log({.format = LogFormat::kJson, .descriptor = pipe.in()});
  const std::string controls(100'000, '\x01'), word(100'000, 'a');
  log.info(word, {{"controls", controls}, {"word", word}, {"left_out", word}});
  const std::string line = pipe.read();
  EXPECT_LE(line.size(), 4'096U);
  EXPECT_TRUE(nlohmann::json::parse(line).contains("controls"));
}

TEST(Log, WritesNothingBelowItsLevel) {
  Pipe pipe;
  const Log log({.least = LogLevel::kWarning, .descriptor = pipe.in()});
  log.debug("no");
  log.info("no");
  log.error("yes");
  EXPECT_EQ(pipe.lines().size(), 1U);
}

TEST(Log, DropsLinesWhileNobodyReadsAndSaysHowMany) {
  Pipe pipe;
  const Log log({.format = LogFormat::kJson, .descriptor = pipe.in()});
  const std::string text(1'000, 'x');
  constexpr int kLines = 1'000;  // a pipe has room for 64 KiB
  for (int i = 0; i < kLines; ++i) log.info("line", {{"text", text}});
  const std::size_t read = pipe.lines().size();
  EXPECT_LT(read, 100U);
  log.info("again");
  const auto rest = pipe.lines();
  ASSERT_EQ(rest.size(), 2U);
  EXPECT_EQ(nlohmann::json::parse(rest[0])["lines"], kLines - read);
  EXPECT_EQ(nlohmann::json::parse(rest[1])["message"], "again");
}

TEST(Log, LinesOfManyThreadsDoNotMix) {
  Pipe pipe;
  const Log log({.format = LogFormat::kJson, .descriptor = pipe.in()});
  {
    std::vector<std::jthread> threads;
    for (int t = 0; t < 4; ++t) {
      threads.emplace_back([&log] {
        for (int i = 0; i < 50; ++i) log.info("line", {{"i", i}});
      });
    }
  }
  const auto lines = pipe.lines();
  EXPECT_EQ(lines.size(), 200U);
  for (const std::string& line : lines) EXPECT_EQ(nlohmann::json::parse(line)["message"], "line");
}

}  // namespace
}  // namespace base
