// The programs that these tests run do not wait for a server of a test to come to its senses: they inherit this.

#include <gtest/gtest.h>

#include <cstdlib>

namespace {

class QuickRetries : public testing::Environment {
 public:
  void SetUp() override {
    setenv("SITEDEX_RETRY_DELAY", "10ms", 1);
    setenv("SITEDEX_MAX_BACKOFF", "10ms", 1);
  }
};

[[maybe_unused]] const testing::Environment* const kQuickRetries = testing::AddGlobalTestEnvironment(new QuickRetries);

}  // namespace
