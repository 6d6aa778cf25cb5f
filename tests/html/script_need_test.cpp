#include "html/script_need.hpp"

#include <gtest/gtest.h>

#include <string>

#include "html/page_reader.hpp"

namespace html {
namespace {

bool needs(const std::string& html) {
  PageReader reader;
  return needs_script(*reader.read(html));
}

const std::string kScript = "<script src=/app.js></script>";

TEST(ScriptNeed, AnApplicationThatIsYetToBeBuiltNeedsScripts) {
  EXPECT_TRUE(needs("<title>App</title><div id=root></div>" + kScript));
  EXPECT_TRUE(needs("<div id=app> <!-- here --> </div><script type=module src=/a.mjs></script>"));
  EXPECT_TRUE(needs("<app-root></app-root><script>start()</script>"));
  EXPECT_TRUE(needs("<header><a href=/>Home</a></header><div id=__next></div>" + kScript));
}

TEST(ScriptNeed, APageThatAsksForThemNeedsScripts) {
  EXPECT_TRUE(needs("<a href=/>Home</a><noscript><p>You need to enable <b>JavaScript</b>.</p></noscript>" + kScript));
  EXPECT_TRUE(needs("<a href=/>Home</a><noscript><p>This needs JavaScript</noscript>" + kScript));
  EXPECT_TRUE(needs("<p>Loading...</p>" + kScript));
  EXPECT_TRUE(needs("<body>" + kScript));
}

TEST(ScriptNeed, APageOfTextDoesNotWhateverItSays) {
  const std::string text = "<p>" + std::string(100, 'w') + " " + std::string(400, 'v');
  EXPECT_FALSE(needs(text + kScript + "<noscript>Enable JavaScript</noscript><div id=root></div>"));
  EXPECT_FALSE(needs("<p>A short page that says what there is to be said." + kScript));
}

TEST(ScriptNeed, APageWithoutScriptsOrWithMereDataDoesNot) {
  EXPECT_FALSE(needs("<div id=root></div>"));
  EXPECT_FALSE(needs("<div id=root></div><script type=application/ld+json>{}</script>"));
  EXPECT_FALSE(needs("<div id=root></div><template>" + kScript + "</template>"));
  EXPECT_FALSE(needs("<div id=root></div><script></script>"));
  EXPECT_FALSE(needs(""));
}

TEST(ScriptNeed, APageOfPicturesOrLinksDoesNot) {
  EXPECT_FALSE(needs("<img src=/a.png>" + kScript));
  EXPECT_FALSE(needs("<a href=/1><img src=/1.png></a>" + kScript));
  EXPECT_TRUE(needs("<body><noscript><img src=/a.png></noscript>" + kScript)) << "gone once scripts run";
  EXPECT_TRUE(needs("<noscript><img height=1 src=/a.png></noscript>" + kScript)) << "it counts visitors";
}

}  // namespace
}  // namespace html
