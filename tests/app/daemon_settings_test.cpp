#include "app/daemon_settings.hpp"

#include <gtest/gtest.h>

#include <fmt/format.h>

#include <chrono>
#include <string>
#include <vector>

#include "app/settings_text.hpp"
#include "tests/support/settings_laws.hpp"
#include "tests/support/temporary_folder.hpp"

namespace {

using namespace std::chrono_literals;
using Words = std::vector<std::string>;

app::DaemonSettings parse(std::string_view text) {
  return app::parse_daemon_settings(text, {.file = "sitedex.toml"});
}

Words problems(std::string_view text) {
  try {
    parse(text);
    return {};
  } catch (const app::SettingsError& error) {
    return error.problems();
  }
}

std::string site(std::string_view name, std::string_view more = {}) {
  return fmt::format("[[site]]\nname = '{0}'\nurl = 'https://{0}.test/'\n{1}\n", name, more);
}

TEST(DaemonSettings, ASiteTakesWhatIsSaidForAllAndGoesBeforeIt) {
  const auto settings =
      parse("[crawl]\nmax-pages = 5\nexclude = ['*/a/*']\nscope = 'domain'\n[storage]\ndb = 'x.db'\n" + site("a") +
            site("b", "max-pages = 7\nexclude = []"));
  ASSERT_EQ(settings.jobs.sites.size(), 2U);
  const auto& a = settings.jobs.sites[0];
  const auto& b = settings.jobs.sites[1];
  EXPECT_EQ(a.name, "a");
  EXPECT_EQ(a.crawl.seeds.at(0).url.href(), "https://a.test/");
  EXPECT_EQ(a.crawl.limits.max_pages, 5U);
  EXPECT_EQ(a.crawl.exclude.size(), 1U);
  EXPECT_EQ(b.crawl.limits.max_pages, 7U);
  EXPECT_TRUE(b.crawl.exclude.empty());
  for (const auto& each : settings.jobs.sites) {
    EXPECT_EQ(each.crawl.scope, jobs::ScopeKind::kDomain);
    EXPECT_EQ(each.crawl.database, "x.db");
  }
}

TEST(DaemonSettings, ASiteHasASchedule) {
  const auto schedule = [](std::string_view common, std::string_view own) {
    return parse(fmt::format("[crawl]\n{}\n{}", common, site("a", own))).jobs.sites.at(0).schedule.text();
  };
  EXPECT_EQ(schedule("", ""), "every 24h");
  EXPECT_EQ(schedule("", "every = '6h'"), "every 6h");
  EXPECT_EQ(schedule("every = '6h'", ""), "every 6h");
  EXPECT_EQ(schedule("every = '6h'", "cron = '0 3 * * *'"), "cron 0 3 * * *");
  EXPECT_EQ(schedule("cron = '@daily'", "adaptive = true"), "adaptive 1h to 7d");
  EXPECT_EQ(schedule("at-least = '2h'", "adaptive = true\nat-most = '1d'"), "adaptive 2h to 1d");
  EXPECT_EQ(schedule("adaptive = true", "on-demand = true"), "on demand");
  EXPECT_EQ(problems(site("a", "every = '6h'\ncron = '@daily'")),
            Words{"sitedex.toml:1: every, cron, adaptive and on-demand: one of them"});
  EXPECT_EQ(problems(site("a", "adaptive = true\nat-least = '8d'")),
            Words{"sitedex.toml:1: adaptive: '8d to 7d' goes backwards"});
}

TEST(DaemonSettings, ASiteMayHaveSeveralUrlsAFileOfThemOrAFolder) {
  const support::TemporaryFolder folder;
  support::write_bytes(folder / "seeds.txt", "c.test # a comment\nhttp://\n");
  const std::string text = fmt::format(
      "[[site]]\nname = 'a'\nurls = ['a.test', 'https://b.test/']\nseeds = '{0}/seeds.txt'\n"
      "[[site]]\nname = 'f'\nfolder = '{0}'\nbase = 'https://f.test/docs'\n",
      folder.path().string());
  const auto settings = parse(text);
  EXPECT_EQ(settings.jobs.sites.at(0).crawl.seeds.size(), 2U);
  EXPECT_EQ(settings.jobs.sites.at(1).crawl.seeds.at(0).url.href(), "https://f.test/docs/");
  EXPECT_EQ(settings.jobs.sites.at(1).crawl.folder, folder.path().string());
  EXPECT_EQ(settings.notices.size(), 1U) << "of the line that is no URL";
  EXPECT_EQ(problems("[[site]]\nname = 'a'\nseeds = '-'"),
            Words{"sitedex.toml:1: seeds: '-': a daemon reads no standard input"});
  EXPECT_EQ(problems("[[site]]\nname = 'a'"), Words{"sitedex.toml:1: site 'a' wants a url, urls, seeds or a folder"});
  EXPECT_EQ(problems("[[site]]\nurl = 'a.test'"), Words{"sitedex.toml:1: a site wants a name"});
  EXPECT_EQ(problems("[[site]]\nname = 'a'\nfolder = '/no/such'"),
            Words{"sitedex.toml:3: folder: '/no/such' is not a folder"});
}

TEST(DaemonSettings, SayHowManyJobsThereAreAndWhatThePageIsCalled) {
  const auto settings = parse("[server]\ntitle = 'Handbook'\n[jobs]\nmost-jobs = 3\nkept-jobs = 7\n" + site("a"));
  EXPECT_EQ(settings.server.title, "Handbook");
  EXPECT_EQ(settings.jobs.most_jobs, 3U);
  EXPECT_EQ(settings.jobs.kept_jobs, 7U);
  EXPECT_THROW(parse("[jobs]\nmost-jobs = 0\n" + site("a")), app::SettingsError);
  EXPECT_THROW(parse("[jobs]\nkept = 7\n" + site("a")), app::SettingsError);
}

TEST(DaemonSettings, AllThatIsWrongIsToldWithItsLine) {
  EXPECT_EQ(problems("[server]\nlisen = ':80'\nrate = 'fast'\n[crawl]\nquiet = true\ndb = 'x'\nurl = 'a.test'\n[job]\n"
                     "[[site]]\nname = 'a b'\nurls = ['ftp://a/', 'b.test']\nfresh = true\ncron = '0 0 30 2 *'\n"),
            (Words{"sitedex.toml:8: there is no table 'job'; did you mean 'jobs'?",
                   "sitedex.toml:3: rate: 'fast' is not a rate like 2/s or 30/m",
                   "sitedex.toml:2: there is no setting 'lisen'; did you mean 'listen'?",
                   "sitedex.toml:6: 'db' stands in [storage]", "sitedex.toml:5: 'quiet' is for sitedex crawl alone",
                   "sitedex.toml:7: 'url' stands in [[site]]",
                   "sitedex.toml:10: name: 'a b' is not a name of up to 64 letters, digits, '-', '_' and '.'",
                   "sitedex.toml:11: url: 'ftp://a/' is neither http nor https",
                   "sitedex.toml:13: cron: '0 0 30 2 *' never comes, or is more than five years off",
                   "sitedex.toml:12: 'fresh' is for sitedex crawl alone"}));
  EXPECT_EQ(problems("[server"), Words{"sitedex.toml:1: Error while parsing table header: encountered end-of-file"});
  EXPECT_EQ(problems("server = 1\n[site]\nname = 'a'"),
            (Words{"sitedex.toml:1: a table is expected: [server]",
                   "sitedex.toml:2: each site is a table with two brackets: [[site]]"}));
}

TEST(DaemonSettings, WithoutSitesThereIsNothingToCrawl) {
  EXPECT_EQ(problems(""), Words{"sitedex.toml: there are no sites: a [[site]] with name and url is what is crawled"});
  EXPECT_TRUE(app::parse_daemon_settings("", {.file = "sitedex.toml", .given = {{"db", "x.db"}}}).jobs.sites.empty());
}

TEST(DaemonSettings, NoTwoSitesAreOne) {
  EXPECT_EQ(problems(site("a") + site("a")), Words{"sitedex.toml:5: there is another site 'a'"});
  const std::string same = "[[site]]\nname = 'b'\nurls = ['https://c.test/', 'https://a.test/#top']\n";
  EXPECT_EQ(problems(site("a") + same),
            Words{"sitedex.toml:5: site 'b' would crawl the same as site 'a': https://a.test/ (its host)"});
  EXPECT_EQ(problems(site("a") + same + "scope = 'prefix'"), Words{});
}

TEST(DaemonSettings, SitesThatWantAnswersGotAlikeShareAFetcher) {
  const auto fetching = [](std::string_view own) {
    return parse("[crawl]\ndelay = '1s'\n" + site("a", own)).jobs.sites.at(0).fetching;
  };
  const std::string plain = fetching("");
  EXPECT_EQ(plain, "delay=1s\n");
  for (const char* own : {"max-pages = 5", "include = ['*']", "select = ['p']", "user = 'a:b'", "retry-delay = '2s'",
                          "ignore-robots = true", "timeout = '60s'", "every = '1h'", "convert-timeout = '1s'"}) {
    EXPECT_EQ(fetching(own), plain) << own;
  }
  for (const char* own : {"delay = '2s'", "timeout = '61s'", "header = ['A: b']", "texts = 'off'", "max-body = '1M'",
                          "contact = 'a@b.test'", "concurrency = 9", "convert = ['a/b=cat']", "insecure = true"}) {
    EXPECT_NE(fetching(own), plain) << own;
  }
}

TEST(DaemonSettings, CredentialsAreOfTheSiteThatHasThem) {
  const auto settings = parse("[crawl]\nuser = 'me:secret'\n" + site("a") + site("b", "bearer = 'token'"));
  EXPECT_EQ(settings.jobs.sites[0].crawl.network.authorization.at("https://a.test"), "Basic bWU6c2VjcmV0");
  EXPECT_EQ(settings.jobs.sites[1].crawl.network.authorization.at("https://b.test"), "Bearer token");
  EXPECT_EQ(problems(site("a", "user = 'a:b'\nbearer = 'c'")), Words{"sitedex.toml:1: user and bearer: one of them"});
}

TEST(DaemonSettings, AnOperatorIsToldOfRisks) {
  const auto notices = [](std::string_view text) { return parse(text).notices.size(); };
  EXPECT_EQ(notices(site("a")), 0U);
  EXPECT_EQ(notices("[server]\nlisten = '0.0.0.0:80'\n" + site("a")), 1U);
  EXPECT_EQ(notices(site("a", "ignore-robots = true\ninsecure = true")), 2U);
}

TEST(SettingsText, SaysWhoSaysSo) {
  const std::string text = app::settings_text(parse("[crawl]\nmax-pages = 5\n" + site("a", "adaptive = true")));
  for (const std::string_view line : {"listen = \"127.0.0.1:7878\"                  # default\n",
                                      "max-pages = 5                              # sitedex.toml:2\n",
                                      "# max-depth                                # not set\n",
                                      "[[site]]\nname = \"a\"                                 # sitedex.toml:4\n",
                                      "adaptive = true                            # sitedex.toml:6\n"}) {
    EXPECT_NE(text.find(line), std::string::npos) << line << "is not in\n" << text;
  }
}

TEST(SettingsText, ShowsNoSecret) {
  const std::string text = app::settings_text(
      parse("[crawl]\nuser = 'me:secret'\nheader = ['X-Key: secret']\nproxy = 'http://me:secret@p.test:1'\n" +
            site("a", "bearer = 'secret'\nsitemap = 'https://me:secret@a.test/map.xml'") +
            "[[site]]\nname = 'b'\nurls = ['https://me:secret@b.test/']"));
  EXPECT_EQ(text.find("secret"), std::string::npos) << text;
  EXPECT_NE(text.find("url = [\"https://b.test/\"]"), std::string::npos) << text;
}

TEST(SettingsText, QuotesWhatMovesACursor) {
  EXPECT_EQ(app::toml_quoted("a\"b\\c\n\x7f\xc2\x9b\xe2\x80\xae\xc3\xa9"),
            "\"a\\\"b\\\\c\\n\\u007F\\u009B\\u202E\xc3\xa9\"");
}

TEST(SettingsText, ParsesToTheSame) {
  for (const std::string& text :
       {site("a"), "[crawl]\nadaptive = true\nat-least = '3h'\n" + site("a") + site("b", "every = '1h'"),
        "[crawl]\non-demand = true\n" + site("a", "on-demand = false"),
        "[server]\nhosts = ['a.test']\nburst = 3\n[storage]\ncompress = true\n" + site("a", "drop-param = ['']"),
        "[crawl]\nuser = 'a:b'\nheader = ['Accept: a']\n" + site("a", "header = ['X: y']\nuser-agent = 'a \"b\" # c'"),
        std::string("[[site]]\nname = 'a'\nurl = 'https://me:pw@a.test/'\nexclude = []\nscope = 'prefix'")}) {
    EXPECT_EQ(support::broken_settings_law(text), "") << text;
    EXPECT_EQ(problems(text), Words{}) << text;
  }
}

}  // namespace
