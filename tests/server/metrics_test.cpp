#include "server/metrics.hpp"

#include <gtest/gtest.h>

#include <string>

namespace server {
namespace {

// https://prometheus.io/docs/instrumenting/exposition_formats/
TEST(Metrics, AreWrittenAsPrometheusReadsThem) {
  Metrics metrics;
  metrics.counter("sitedex_pages_total", "Pages", {{"site", "a\"b"}}).Increment(2);
  metrics.gauge("sitedex_queue", "Waiting").Set(7);
  metrics.histogram("sitedex_wait_seconds", "Wait", {0.1, 1}).Observe(0.5);
  const std::string text = metrics.text();
  for (const std::string line :
       {"# HELP sitedex_pages_total Pages\n", "# TYPE sitedex_pages_total counter\n",
        "sitedex_pages_total{site=\"a\\\"b\"} 2\n", "sitedex_queue 7\n", "sitedex_wait_seconds_bucket{le=\"0.1\"} 0\n",
        "sitedex_wait_seconds_bucket{le=\"+Inf\"} 1\n"}) {
    EXPECT_NE(text.find(line), std::string::npos) << line << text;
  }
}

TEST(Metrics, OfOneNameAndLabelsAreOne) {
  Metrics metrics;
  EXPECT_EQ(&metrics.counter("a_total", "A"), &metrics.counter("a_total", "A"));
  EXPECT_NE(&metrics.counter("a_total", "A"), &metrics.counter("a_total", "A", {{"b", "c"}}));
}

}  // namespace
}  // namespace server
