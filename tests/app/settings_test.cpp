#include "app/settings.hpp"

#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>

#include "tests/support/temporary_folder.hpp"

namespace {

/// A command with a few options, as it stands after its command line has been read.
struct Command {
  CLI::App program;
  CLI::App* command = program.add_subcommand("crawl");
  int pages = 1;
  std::vector<std::string> patterns;
  bool quiet = false;

  Command() {
    command->add_option("-n,--max-pages", pages);
    command->add_option("--exclude", patterns);
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

class Environment {
 public:
  Environment(const char* name, const char* value) : name_(name) { setenv(name, value, 1); }
  ~Environment() { unsetenv(name_); }

 private:
  const char* name_;
};

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
  } catch (const CLI::ParseError& error) {
    EXPECT_NE(std::string(error.what()).find(":3: there is no setting 'max-page'; did you mean 'max-pages'?"),
              std::string::npos)
        << error.what();
  }
}

TEST(Settings, AFileThatIsNoTomlIsToldWithItsLine) {
  const support::TemporaryFolder folder;
  Command command;
  EXPECT_THROW(command.read("", write(folder, "[crawl]\nmax-pages = = 7")), CLI::ParseError);
}

}  // namespace
