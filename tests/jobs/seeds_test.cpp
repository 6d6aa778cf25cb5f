#include "jobs/seeds.hpp"

#include <gtest/gtest.h>

#include <sstream>
#include <stdexcept>

#include "tests/support/temporary_folder.hpp"

namespace {

using Lines = std::vector<std::string>;

struct Read {
  Lines urls;
  Lines complaints;
};

Read read(const std::string& text) {
  Read result;
  std::istringstream in(text);
  jobs::read_seeds(
      in, "seeds.txt", [&](const jobs::Seed& seed) { result.urls.push_back(seed.url.href()); },
      [&](const std::string& complaint) { result.complaints.push_back(complaint); });
  return result;
}

TEST(ReadSeeds, TakesAUrlALine) {
  const Read found = read("https://a.test/\n\n# a comment\n  b.test/x \t\r\nhttp://c.test/#part # another\n \nd.test");
  EXPECT_EQ(found.urls, (Lines{"https://a.test/", "https://b.test/x", "http://c.test/", "https://d.test/"}));
  EXPECT_TRUE(found.complaints.empty());
}

TEST(ReadSeeds, TellsTheNumberOfABadLineAndGoesOn) {
  const Read found = read("a.test\nftp://me:secret@b.test/\n\nhttp://c d/\ne.test\n");
  EXPECT_EQ(found.urls, (Lines{"https://a.test/", "https://e.test/"}));
  EXPECT_EQ(found.complaints, (Lines{"seeds.txt:2: 'ftp://b.test/' is neither http nor https",
                                     "seeds.txt:4: 'http://c d/' is not a URL"}));
}

TEST(ReadSeeds, TellsOfTheFirstBadLinesAndThenTheirNumber) {
  std::string text;
  for (int i = 0; i < 100; ++i) text += "ftp://a.test/\n";
  const Lines complaints = read(text).complaints;
  EXPECT_EQ(complaints.size(), 21U);
  EXPECT_EQ(complaints.back(), "seeds.txt: 100 bad lines in all");
}

TEST(GatherSeeds, PutsTheCommandLineFirstAndGroupsBySite) {
  const support::TemporaryFolder folder;
  support::write_bytes(folder / "seeds.txt", "http://www.b.test/2\nhttp://x:y@b.test/3\nhttp://a.test/4\n");
  jobs::CrawlOptions options;
  options.seeds = {*jobs::parse_seed("http://a.test/1")};
  options.seeds_file = folder / "seeds.txt";
  const auto sites = [&](jobs::ScopeKind scope) {
    options.scope = scope;
    storage::SeedList list;
    const auto authorization = jobs::gather_seeds(options, list, [](const std::string&) {});
    EXPECT_EQ(authorization, (jobs::Authorization{{"http://b.test", "Basic eDp5"}}));
    Lines found;
    for (std::uint64_t site = 1; site <= list.sites(); ++site) {
      found.emplace_back();
      for (auto&& seed : list.seeds_of(site)) found.back() += seed.url + " ";
    }
    return found;
  };
  EXPECT_EQ(sites(jobs::ScopeKind::kHost),
            (Lines{"http://a.test/1 http://a.test/4 ", "http://www.b.test/2 ", "http://b.test/3 "}));
  EXPECT_EQ(sites(jobs::ScopeKind::kDomain),
            (Lines{"http://a.test/1 http://a.test/4 ", "http://www.b.test/2 http://b.test/3 "}));
}

TEST(GatherSeeds, WantsAtLeastOne) {
  const support::TemporaryFolder folder;
  support::write_bytes(folder / "seeds.txt", "# nothing\n");
  jobs::CrawlOptions options;
  options.seeds_file = folder / "seeds.txt";
  storage::SeedList list;
  EXPECT_THROW(jobs::gather_seeds(options, list, [](const std::string&) {}), std::runtime_error);
}

}  // namespace
