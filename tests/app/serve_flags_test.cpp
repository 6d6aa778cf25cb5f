#include "app/serve_flags.hpp"

#include <gtest/gtest.h>

#include <string>

#include "app/daemon_settings.hpp"
#include "app/help.hpp"
#include "tests/support/environment.hpp"
#include "tests/support/temporary_folder.hpp"

namespace {

using support::Environment;

app::ServeOptions parse(const std::string& arguments, const std::string& file = {}) {
  CLI::App program;
  app::ServeFlags flags(program);
  program.parse("serve " + arguments);
  return flags.options(file);
}

std::string write(const support::TemporaryFolder& folder, const std::string& text) {
  const std::string file = folder / "sitedex.toml";
  support::write_bytes(file, text);
  return file;
}

TEST(ServeFlags, GoBeforeTheEnvironmentBeforeTheFileBeforeTheDefault) {
  const support::TemporaryFolder folder;
  const std::string file =
      write(folder, "[server]\nlisten = '[::1]:1'\nworkers = 3\nburst = 7\n[storage]\ndb = 'f.db'");
  const Environment listen("SITEDEX_LISTEN", "127.0.0.1:2");
  const Environment workers("SITEDEX_WORKERS", "4");
  const auto settings = app::read_daemon_settings(parse("--listen 127.0.0.1:3 --db a.db", file));
  EXPECT_EQ(settings.server.listen.port, 3);
  EXPECT_EQ(settings.server.workers, 4U);
  EXPECT_EQ(settings.server.burst, 7U);
  EXPECT_EQ(settings.server.search_timeout, app::ServerSettings().search_timeout);
  EXPECT_EQ(settings.jobs.database, "a.db");
  const auto source = [&](std::string_view name) {
    return std::ranges::find(settings.tables[0].settings, name, &app::Setting::name)->source;
  };
  EXPECT_EQ(source("listen"), "--listen");
  EXPECT_EQ(source("workers"), "SITEDEX_WORKERS");
  EXPECT_EQ(source("burst"), file + ":4");
  EXPECT_EQ(source("rate"), "");
}

TEST(ServeFlags, ServeAnIndexWithoutAFile) {
  const auto settings = app::read_daemon_settings(parse("--db docs.db --hosts a.test --hosts b.test"));
  EXPECT_EQ(settings.jobs.database, "docs.db");
  EXPECT_TRUE(settings.jobs.sites.empty());
  EXPECT_EQ(settings.server.hosts, (std::vector<std::string>{"a.test", "b.test"}));
  EXPECT_THROW(parse(""), CLI::ParseError);
  const Environment database("SITEDEX_DB", "docs.db");
  EXPECT_EQ(app::read_daemon_settings(parse("")).jobs.database, "docs.db");
}

TEST(ServeFlags, ComplainAtOnce) {
  EXPECT_THROW(parse("--db a.db --listen localhost"), CLI::ParseError);
  EXPECT_THROW(parse("--db a.db --log-format xml"), CLI::ParseError);
  EXPECT_THROW(parse("--db a.db --admin-token 0123456789abcdef"), CLI::ParseError) << "others can read an argument";
}

TEST(ServeFlags, ATokenComesFromAFileOrTheEnvironment) {
  const support::TemporaryFolder folder;
  const std::string token_file = folder / "token";
  support::write_bytes(token_file, "the-token-of-a-file\n");
  const std::string file = write(folder, "[server]\nadmin-token-file = '" + token_file + "'");
  const auto token = [](const app::ServeOptions& options) {
    return app::read_daemon_settings(options).server.admin_token;
  };
  EXPECT_EQ(token(parse("--db a.db", file)), "the-token-of-a-file");
  const Environment variable("SITEDEX_ADMIN_TOKEN", "the-token-of-the-environment");
  EXPECT_EQ(token(parse("--db a.db", file)), "the-token-of-the-environment");
  EXPECT_EQ(token(parse("--db a.db --admin-token-file " + token_file, file)), "the-token-of-a-file");
  const Environment both("SITEDEX_ADMIN_TOKEN_FILE", token_file.c_str());
  EXPECT_THROW(token(parse("--db a.db")), app::SettingsError);
}

TEST(ServeFlags, AnEmptyTokenIsNone) {
  const Environment variable("SITEDEX_ADMIN_TOKEN", "");
  EXPECT_THROW(app::read_daemon_settings(parse("--db a.db")), app::SettingsError);
}

TEST(ServeFlags, HelpFitsItsColumns) {
  CLI::App program;
  program.formatter(app::help_layout());
  const app::ServeFlags flags(program);
  const std::string help = flags.command()->help();
  EXPECT_NE(help.find("      --listen ADDRESS:PORT Where to listen [127.0.0.1:7878]\n"), std::string::npos) << help;
  EXPECT_NE(help.find("      --log-format text|json"), std::string::npos) << help;
  std::istringstream lines(help);
  for (std::string line; std::getline(lines, line);) EXPECT_LE(line.size(), 120U) << line;
}

}  // namespace
