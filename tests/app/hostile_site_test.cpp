// A site on which everything is wrong that can be: each page fails or is cut, with a reason, and the rest is crawled.

#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <map>

#include "storage/database.hpp"
#include "tests/support/deflate.hpp"
#include "tests/support/process.hpp"
#include "tests/support/temporary_folder.hpp"
#include "tests/support/web_server.hpp"

namespace {

using namespace std::string_literals;
using support::Answer;
using support::html;
using support::kForever;
using support::raw;
using support::Then;

constexpr std::string_view kHead = "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n";

std::string repeated(std::string_view unit, std::size_t times) {
  std::string text;
  text.reserve(unit.size() * times);
  for (std::size_t i = 0; i < times; ++i) text += unit;
  return text;
}

std::string head(std::string_view more) {
  return std::string(kHead) + std::string(more) + "\r\n\r\n";
}

std::string attributes(std::size_t count) {
  std::string tag = "<p";
  for (std::size_t i = 0; i < count; ++i) tag += " a" + std::to_string(i) + "=1";
  return tag + ">after the attributes";
}

Answer endless(std::string first, std::string unit) {
  return {.steps = {{std::move(first)}, {.bytes = std::move(unit), .times = kForever}}, .then = Then::kClose};
}

/// What must come of a page: its state in the ledger, and whether a reason is kept.
struct Expected {
  std::string_view state;
  bool has_reason = true;
};

const std::map<std::string, std::pair<Answer, Expected>>& bad_pages() {
  static const std::map<std::string, std::pair<Answer, Expected>> pages = {
      {"/nested", {raw(html(repeated("<div>", 300'000) + "deep")), {"page"}}},
      {"/unclosed", {raw(html(repeated("<b><i><u><p>x", 100'000))), {"page", false}}},
      {"/distinct", {raw(html(repeated("<a><b id=1><a><b id=2>", 100'000))), {"failed"}}},
      {"/attributes", {raw(html(attributes(1'000'000))), {"page"}}},
      {"/endless", {endless(head("Connection: close"), repeated("<p>more and more", 1000)), {"page"}}},
      {"/endless-chunks",
       {endless(head("Transfer-Encoding: chunked"), "1000\r\n" + repeated("x", 0x1000) + "\r\n"), {"page"}}},
      {"/bomb",
       {raw(support::response(200, support::gzip_bomb(200),
                              {{"Content-Type", "text/html"}, {"Content-Encoding", "gzip"}})),
        {"page"}}},
      {"/cut-gzip",
       {raw(support::response(200, support::deflated("<p>" + repeated("hello ", 10'000)).substr(0, 40),
                              {{"Content-Type", "text/html"}, {"Content-Encoding", "gzip"}})),
        {"failed"}}},
      {"/too-short", {raw(head("Content-Length: 5000") + "<p>half", Then::kClose), {"failed"}}},
      {"/reset", {raw(head("Content-Length: 5000") + "<p>half", Then::kReset), {"failed"}}},
      {"/bad-chunk", {raw(head("Transfer-Encoding: chunked") + "zz\r\nhello", Then::kClose), {"failed"}}},
      {"/loop", {raw(support::redirect("/loop2")), {"alias"}}},
      {"/loop2", {raw(support::redirect("/loop")), {"alias"}}},
      {"/self", {raw(support::redirect("/self")), {"failed"}}},
      {"/header-flood", {endless("HTTP/1.1 200 OK\r\n", "X-More: and more\r\n"), {"failed"}}},
      {"/big-header", {raw("HTTP/1.1 200 OK\r\nX: " + repeated("x", 10 << 20) + "\r\n\r\n", Then::kClose), {"failed"}}},
      {"/hang", {{.steps = {{std::string(kHead)}}, .then = Then::kHang}, {"failed"}}},
      {"/garbage", {raw(repeated("\x01\x02\xff", 1000), Then::kClose), {"failed"}}},
      {"/charset",
       {raw(support::response(200, "<title>\xff\xfe\x80 caf\xe9</title>",
                              {{"Content-Type", "text/html; charset=utf-8"}})),
        {"page", false}}},
      {"/unknown-charset",
       {raw(support::response(200, "<p>caf\xe9", {{"Content-Type", "text/html; charset=klingon"}})), {"page", false}}},
      {"/nul", {raw(html("<title>a\0b</title><p>c\0\0d"s)), {"page", false}}},
      {"/long-line", {raw(html(repeated("0123456789", 10 << 20))), {"page"}}},
  };
  return pages;
}

Answer site(const support::SeenRequest& request) {
  const auto bad = bad_pages().find(request.target);
  if (bad != bad_pages().end()) return bad->second.first;
  std::string page = "<title>A good page</title><p>Nothing is wrong with " + request.target;
  if (request.target == "/") {
    for (const auto& [path, _] : bad_pages())
      page.append("<a href=").append(path).append(">bad</a> <a href=/good").append(path).append(">good</a>");
  }
  return raw(html(page));
}

TEST(HostileSite, EachBadPageHasAReasonAndTheRestIsCrawled) {
  bad_pages();  // made before anyone waits for them
  std::atomic<pid_t> crawler = 0;
  std::uint64_t peak_bytes = 0;
  const support::WebServer server([&](const support::SeenRequest& request) {
    peak_bytes = std::max(peak_bytes, support::peak_memory_bytes(crawler));
    return site(request);
  });
  const support::TemporaryFolder folder;
  const std::string file = folder / "x.db";
  const auto ended = support::Process({SITEDEX_PROGRAM, "crawl", server.url("/"), "-q", "--timeout", "4s", "--max-body",
                                       "4M", "--sitemap", "off", "--db", file},
                                      [&](pid_t child) { crawler = child; })
                         .wait();
  ASSERT_EQ(ended.exit_code, 0) << ended.err;
  auto database = storage::Database::open_reader(file);
  std::map<std::string, std::pair<std::string, std::string>> ledger;
  auto urls = database.connection().prepare("SELECT url, state, reason FROM urls");
  const std::size_t origin = server.url("").size();
  for (const storage::Row row : urls.rows()) {
    ledger[std::string(row.text(0).substr(origin))] = {std::string(row.text(1)), std::string(row.text(2))};
  }
  for (const auto& [path, page] : bad_pages()) {
    const auto& [state, reason] = ledger[path];
    EXPECT_EQ(state, page.second.state) << path << ": " << reason;
    EXPECT_EQ(!reason.empty(), page.second.has_reason) << path << ": " << reason;
    EXPECT_EQ(ledger["/good" + path].first, "page");
  }
#if !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
  EXPECT_LT(peak_bytes, 1'000'000'000U);
#endif
}

}  // namespace
