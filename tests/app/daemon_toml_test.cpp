// configs/daemon.toml, the flags and the option structs tell one story.

#include "app/daemon_toml.hpp"

#include <gtest/gtest.h>

#include <fmt/format.h>
#include <re2/re2.h>

#include <algorithm>
#include <set>
#include <sstream>
#include <string>

#include "app/crawl_flags.hpp"
#include "app/daemon_settings.hpp"
#include "app/serve_flags.hpp"
#include "tests/support/temporary_folder.hpp"

namespace {

app::DaemonSettings parse(const std::string& text, bool has_sites) {
  app::ServeOptions options{.file = "daemon.toml"};
  if (!has_sites) options.given = {{"db", app::ServeFlags::Storage().database}};
  return app::parse_daemon_settings(text, options);
}

std::vector<std::string> values(const app::Setting& setting) {
  return setting.values.empty() && !setting.usual.empty() ? std::vector{setting.usual} : setting.values;
}

/// The file with its examples switched on, as far as a table may have both; the sites' own are tried with `has_sites`.
std::string with_examples(bool has_sites) {
  static const RE2 kExample("^# ((?:[a-z-]+ = .*)|\\[\\[site\\]\\])$");
  static const std::set<std::string> kAlternatives = {"every = \"24h\"", "bearer = \"token\""};
  std::istringstream lines{std::string(app::daemon_toml())};
  std::string text;
  bool is_site = false;
  for (std::string line; std::getline(lines, line);) {
    std::string example;
    if (line.starts_with("# [[site]]")) is_site = true;
    const bool is_example = RE2::FullMatch(line, kExample, &example) && (!is_site || has_sites);
    const std::string& now = is_example ? example : line;
    const bool is_alternative =
        std::ranges::any_of(kAlternatives, [&](const std::string& begin) { return now.starts_with(begin); });
    text += is_alternative ? "\n" : now + "\n";
  }
  return text;
}

void replace(std::string& text, const std::string& from, const std::string& to) {
  const std::size_t at = text.find(from);
  ASSERT_NE(at, std::string::npos) << from;
  text.replace(at, from.size(), to);
}

TEST(DaemonToml, IsTheFileInConfigs) {
  EXPECT_EQ(app::daemon_toml(), support::bytes_of("configs/daemon.toml"));
}

TEST(DaemonToml, ChangesNothing) {
  const auto plain = parse("", false);
  const auto filed = parse(std::string(app::daemon_toml()), false);
  EXPECT_EQ(filed.server, plain.server);
  EXPECT_EQ(filed.server, app::ServerSettings());
  EXPECT_EQ(filed.jobs.database, plain.jobs.database);
  EXPECT_EQ(filed.jobs.compress, plain.jobs.compress);
  EXPECT_EQ(filed.jobs.batch, plain.jobs.batch);
  EXPECT_EQ(filed.jobs.most_jobs, jobs::DaemonOptions().most_jobs);
  EXPECT_EQ(filed.jobs.kept_jobs, jobs::DaemonOptions().kept_jobs);
  EXPECT_TRUE(filed.notices.empty());
  ASSERT_EQ(filed.tables.size(), plain.tables.size());
  for (std::size_t i = 0; i < plain.tables.size(); ++i) {
    const auto& settings = plain.tables[i].settings;
    for (std::size_t j = 0; j < settings.size(); ++j) {
      const app::Setting& setting = filed.tables[i].settings[j];
      EXPECT_EQ(values(setting), values(settings[j])) << plain.tables[i].header << " " << setting.name;
    }
  }
}

TEST(DaemonToml, TellsOfEverySetting) {
  const std::string file(app::daemon_toml());
  for (const app::SettingsTable& table : parse("", false).tables) {
    const std::size_t begin = file.find("\n" + table.header + "\n");
    const std::string part = file.substr(begin, file.find("\n[", begin + 2) - begin);
    for (const app::Setting& setting : table.settings) {
      const bool has_default = !setting.usual.empty() && setting.name != "user-agent";
      const std::string line = fmt::format("\n{}{} = ", has_default ? "" : "# ", setting.name);
      EXPECT_NE(part.find(line), std::string::npos) << table.header << " says nothing of " << setting.name;
    }
  }
  for (const char* own : {"name", "url", "urls", "seeds", "folder", "base"}) {
    EXPECT_NE(file.find(fmt::format("\n# {} = ", own)), std::string::npos) << own;
  }
}

TEST(DaemonToml, HasExamplesThatAreRight) {
  const support::TemporaryFolder folder;
  const std::string token = folder / "token";
  support::write_bytes(token, "0123456789abcdef0123456789abcdef\n");
  support::write_bytes(folder / "urls.txt", "https://wiki.example.org/more/\n");
  std::string text = with_examples(true);
  replace(text, "/etc/sitedex/token", token);
  replace(text, "\"ca.pem\"", "'" + token + "'");
  replace(text, "\"urls.txt\"", "'" + (folder / "urls.txt").string() + "'");
  replace(text, "\"public\"", "'" + folder.path().string() + "'");
  replace(text, "pdftotext - -", "cat");
  const auto settings = parse(text, true);
  ASSERT_EQ(settings.jobs.sites.size(), 3U);
  EXPECT_EQ(settings.jobs.sites[0].schedule.text(), "every 6h");
  EXPECT_EQ(settings.jobs.sites[1].schedule.text(), "cron 30 2 * * *");
  EXPECT_EQ(settings.jobs.sites[2].schedule.text(), "on demand");
  EXPECT_EQ(settings.server.admin_token.size(), 32U);
}

// What may be said of a crawl on a command line may be said in the file, or the file says where else it stands.
TEST(DaemonToml, KnowsEveryOptionOfACrawl) {
  CLI::App program;
  app::CrawlFlags crawl(program);
  std::set<std::string> known;
  for (const app::SettingsTable& table : parse("", false).tables) {
    for (const app::Setting& setting : table.settings) known.insert(setting.name);
  }
  for (CLI::Option* option : program.get_subcommand("crawl")->get_options()) {
    if (option->get_lnames().empty() || option->get_lnames().front() == "help") continue;
    const std::string& name = option->get_lnames().front();
    if (known.contains(name)) continue;
    try {
      parse(fmt::format("[crawl]\n{} = true\n", name), false);
      FAIL() << name << " was taken";
    } catch (const app::SettingsError& error) {
      EXPECT_EQ(std::string(error.what()).find("there is no setting"), std::string::npos) << error.what();
    }
  }
}

}  // namespace
