#include <gtest/gtest.h>

#include "app/daemon_toml.hpp"
#include "tests/app/program.hpp"
#include "tests/support/process.hpp"
#include "tests/support/temporary_folder.hpp"

namespace {

using program::sitedex;
using support::Ended;

TEST(ConfigProgram, MakesAFileAndReplacesNone) {
  const support::TemporaryFolder folder;
  const std::string file = folder / "sitedex.toml";
  EXPECT_EQ(sitedex({"config", "init", file}).exit_code, 0);
  EXPECT_EQ(support::bytes_of(file), app::daemon_toml());
  support::write_bytes(file, "mine");
  const Ended again = sitedex({"config", "init", file});
  EXPECT_EQ(again.exit_code, 1);
  EXPECT_NE(again.err.find("File exists"), std::string::npos) << again.err;
  EXPECT_EQ(support::bytes_of(file), "mine");
  EXPECT_EQ(sitedex({"config", "init", folder / "none" / "sitedex.toml"}).exit_code, 1);
}

TEST(ConfigProgram, ChecksAFile) {
  const support::TemporaryFolder folder;
  const std::string file = folder / "sitedex.toml";
  support::write_bytes(file, "[[site]]\nname = 'a'\nurl = 'a.test'\n");
  const Ended right = sitedex({"config", "check", file});
  EXPECT_EQ(right.exit_code, 0) << right.err;
  EXPECT_EQ(right.out, file + ": 1 site, to be served at 127.0.0.1:7878\n");
  EXPECT_EQ(right.err, "");
  support::write_bytes(file, "[[site]]\nnme = 'a'\nurl = 'ftp://a.test'\n");
  const Ended wrong = sitedex({"config", "check", file});
  EXPECT_EQ(wrong.exit_code, 2);
  EXPECT_EQ(wrong.err, "sitedex: " + file + ":3: url: 'ftp://a.test' is neither http nor https\n" +  //
                           "sitedex: " + file + ":2: there is no setting 'nme'; did you mean 'name'?\n");
  EXPECT_EQ(sitedex({"config", "check", folder / "none.toml"}).exit_code, 2);
  EXPECT_EQ(sitedex({"config", "check", folder.path()}).exit_code, 2);
}

TEST(ConfigProgram, ShowsWhatHolds) {
  const support::TemporaryFolder folder;
  const std::string file = folder / "sitedex.toml";
  support::write_bytes(file, "[server]\nlisten = '[::]:80'\n[[site]]\nname = 'a'\nurl = 'a.test'\n");
  const Ended shown = sitedex({"config", "show", file});
  EXPECT_EQ(shown.exit_code, 0);
  EXPECT_NE(shown.out.find("listen = \"[::]:80\""), std::string::npos) << shown.out;
  EXPECT_NE(shown.err.find("admin-token-file"), std::string::npos) << "a notice: " << shown.err;
  support::write_bytes(folder / "again.toml", shown.out);
  EXPECT_EQ(sitedex({"config", "check", folder / "again.toml"}).exit_code, 0);
}

}  // namespace
