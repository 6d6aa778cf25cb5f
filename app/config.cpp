#include "app/config.hpp"

#include <fmt/format.h>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <memory>

#include "app/daemon_settings.hpp"
#include "app/daemon_toml.hpp"
#include "app/settings_text.hpp"
#include "base/quantity.hpp"
#include "views/printable.hpp"

namespace app {
namespace {

Exit complain(const std::string& what) {
  fmt::print(stderr, "sitedex: {}\n", views::printable(what));
  return Exit::kFailure;
}

/// Never in the place of a file that is there.
Exit init(const std::string& file) {
  struct Close {
    void operator()(std::FILE* stream) const { std::fclose(stream); }
  };
  std::unique_ptr<std::FILE, Close> out(std::fopen(file.c_str(), "wxe"));
  if (!out) return complain(fmt::format("{}: {}", file, std::strerror(errno)));
  const std::string_view text = daemon_toml();
  const bool is_written = std::fwrite(text.data(), 1, text.size(), out.get()) == text.size();
  if (!is_written || std::fclose(out.release()) != 0)
    return complain(fmt::format("{}: {}", file, std::strerror(errno)));
  fmt::print("{}: written. Say in it which sites to crawl, then: sitedex config check {}\n", views::printable(file),
             views::printable(file));
  return Exit::kDone;
}

void print_summary(const DaemonSettings& settings, const std::string& file) {
  const ListenAddress& listen = settings.server.listen;
  const bool is_ipv6 = listen.address.contains(':');
  fmt::print("{}: {}, to be served at {}{}{}:{}\n", views::printable(file),
             base::counted(settings.jobs.sites.size(), "site"), is_ipv6 ? "[" : "", listen.address, is_ipv6 ? "]" : "",
             listen.port);
}

}  // namespace

Exit config(const ConfigOptions& options) {
  if (options.action == ConfigOptions::Action::kInit) return init(options.file);
  const DaemonSettings settings = read_daemon_settings({.file = options.file});
  for (const std::string& notice : settings.notices) fmt::print(stderr, "sitedex: {}\n", views::printable(notice));
  if (options.action == ConfigOptions::Action::kShow) {
    fmt::print("{}", settings_text(settings));
  } else {
    print_summary(settings, options.file);
  }
  return Exit::kDone;
}

}  // namespace app
