#pragma once

#include <prometheus/counter.h>
#include <prometheus/gauge.h>
#include <prometheus/histogram.h>
#include <prometheus/registry.h>

#include <map>
#include <string>
#include <vector>

namespace server {

/// What the program counts, for Prometheus. Any thread may call anything, at any time; what it hands out lives as long
/// as it does. Names are the field's: `sitedex_<thing>_<unit>`, `_total` for counters; labels have few values, and
/// never a URL.
class Metrics {
 public:
  using Labels = std::map<std::string, std::string>;

  /// The counter of a name and labels: the same each time. `help` is what was said the first time.
  prometheus::Counter& counter(const std::string& name, const std::string& help, const Labels& labels = {});
  prometheus::Gauge& gauge(const std::string& name, const std::string& help, const Labels& labels = {});
  /// `bounds`: the upper bounds of its buckets, rising.
  prometheus::Histogram& histogram(const std::string& name, const std::string& help, const std::vector<double>& bounds,
                                   const Labels& labels = {});

  /// All, in Prometheus's text format 0.0.4.
  std::string text() const;
  static constexpr const char* kTextType = "text/plain; version=0.0.4; charset=utf-8";

 private:
  prometheus::Registry registry_;
};

}  // namespace server
