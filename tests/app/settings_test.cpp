#include "app/settings.hpp"

#include <gtest/gtest.h>

#include <fmt/format.h>

#include <fstream>

#include "tests/support/environment.hpp"
#include "tests/support/temporary_folder.hpp"

namespace {

using support::Environment;

/// A command with a few options, as it stands after its command line has been read.
struct Command {
  CLI::App program;
  CLI::App* command = program.add_subcommand("crawl");
  int pages = 1;
  std::vector<std::string> patterns;
  std::string name;
  bool quiet = false;

  Command() {
    command->add_option("-n,--max-pages", pages);
    command->add_option("--exclude", patterns);
    command->add_option("--name", name);
    command->add_flag("-q,--quiet", quiet);
  }

  void read(const std::string& arguments, const std::string& file) {
    program.parse("crawl " + arguments);
    app::fill_in(*command, file);
  }
};

std::string write(const support::TemporaryFolder& folder, std::string_view text) {
  const std::string file = folder / "settings.toml";
  std::ofstream(file) << text;
  return file;
}

TEST(Settings, AFileFillsInWhatTheCommandLineLeftOpen) {
  const support::TemporaryFolder folder;
  Command command;
  command.read("", write(folder, "[crawl]\nmax-pages = 7\nexclude = ['*.pdf', 're:x']\nquiet = true\n[other]\nx = 1"));
  EXPECT_EQ(command.pages, 7);
  EXPECT_EQ(command.patterns, (std::vector<std::string>{"*.pdf", "re:x"}));
  EXPECT_TRUE(command.quiet);
}

TEST(Settings, AFlagBeatsTheEnvironmentBeatsTheFile) {
  const support::TemporaryFolder folder;
  const std::string file = write(folder, "[crawl]\nmax-pages = 7");
  const Environment environment("SITEDEX_MAX_PAGES", "8");
  Command by_environment;
  by_environment.read("", file);
  EXPECT_EQ(by_environment.pages, 8);
  Command by_flag;
  by_flag.read("-n 9", file);
  EXPECT_EQ(by_flag.pages, 9);
}

// A user agent and a header have spaces in them.
TEST(Settings, TheEnvironmentHoldsOneValueOrOneALine) {
  const Environment patterns("SITEDEX_EXCLUDE", "a b\nc\n");
  const Environment agent("SITEDEX_USER_AGENT", "Mozilla/5.0 (compatible)");
  Command command;
  std::string name;
  command.command->add_option("--user-agent", name);
  command.read("", "");
  EXPECT_EQ(command.patterns, (std::vector<std::string>{"a b", "c"}));
  EXPECT_EQ(name, "Mozilla/5.0 (compatible)");
}

TEST(Settings, AnUnknownKeyIsToldWithItsLineAndTheNearestName) {
  const support::TemporaryFolder folder;
  Command command;
  try {
    command.read("", write(folder, "[crawl]\n\nmax-page = 7"));
    FAIL() << "the key was taken";
  } catch (const app::SettingsError& error) {
    EXPECT_NE(std::string(error.what()).find(":3: there is no setting 'max-page'; did you mean 'max-pages'?"),
              std::string::npos)
        << error.what();
  }
}

TEST(Settings, AllThatIsWrongIsToldAtOnceWithItsLine) {
  const support::TemporaryFolder folder;
  const Environment pages("SITEDEX_MAX_PAGES", "many");
  Command command;
  try {
    command.read("", write(folder, "[crawl]\nquite = true\nquiet = 'perhaps'\nexclude = [1.5]\nname = ['a', 'b']\n"));
    FAIL() << "all was taken";
  } catch (const app::SettingsError& error) {
    ASSERT_EQ(error.problems().size(), 5U) << error.what();
    EXPECT_TRUE(error.problems()[0].starts_with("SITEDEX_MAX_PAGES: ")) << error.what();
    const auto ends = [&](std::size_t i, std::string_view text) { return error.problems()[i].ends_with(text); };
    EXPECT_TRUE(ends(1, "settings.toml:4: exclude: a text, a number or true or false is expected")) << error.what();
    EXPECT_TRUE(ends(2, "settings.toml:5: name: one value is expected, not a list")) << error.what();
    EXPECT_TRUE(ends(3, "settings.toml:3: quiet: 'perhaps' is neither true nor false")) << error.what();
    EXPECT_TRUE(ends(4, "settings.toml:2: there is no setting 'quite'; did you mean 'quiet'?")) << error.what();
  }
}

TEST(Settings, OfManyProblemsTheFirstTwentyAreTold) {
  const support::TemporaryFolder folder;
  std::string text = "[crawl]\n";
  for (int i = 0; i < 25; ++i) text += fmt::format("key{} = 1\n", i);
  Command command;
  try {
    command.read("", write(folder, text));
    FAIL() << "all was taken";
  } catch (const app::SettingsError& error) {
    ASSERT_EQ(error.problems().size(), 21U);
    EXPECT_EQ(error.problems().back(), "and 5 other problems");
  }
}

TEST(Settings, AFileThatIsNoTomlIsToldWithItsLine) {
  const support::TemporaryFolder folder;
  Command command;
  EXPECT_THROW(command.read("", write(folder, "[crawl]\nmax-pages = = 7")), app::SettingsError);
}

}  // namespace
