#include "views/charts.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "views/html.hpp"

namespace views {
namespace {

constexpr int kRow = 28;        // px, of a bar with its gap
constexpr int kPlot = 120;      // px, the tallest column
constexpr int kAbove = 20;      // px, for the value above it
constexpr int kBelow = 24;      // px, for the label below it
constexpr double kLabels = 26;  // % of the width
constexpr double kValues = 20;

std::int64_t greatest(const std::vector<Bar>& data) {
  std::int64_t most = 1;
  for (const Bar& bar : data) most = std::max(most, bar.value);
  return most;
}

double share(std::int64_t value, std::int64_t most) {
  return static_cast<double>(value) / static_cast<double>(most);
}

std::string opening(std::string_view what, const std::vector<Bar>& data, int height) {
  std::string figures;
  for (const Bar& bar : data) {
    if (bar.value > 0) figures += fmt::format("{}{} {}", figures.empty() ? "" : ", ", bar.label, grouped(bar.value));
  }
  return fmt::format(R"(<svg role="img" aria-label="{}: {}" width="100%" height="{}">)", escaped(what),
                     escaped(figures), height);
}

}  // namespace

std::string bars(std::string_view what, const std::vector<Bar>& data) {
  const std::int64_t most = greatest(data);
  std::string svg = opening(what, data, static_cast<int>(data.size()) * kRow);
  int y = 0;
  for (const Bar& bar : data) {
    const double width = share(bar.value, most) * (100 - kLabels - kValues);
    const int middle = y + kRow / 2;
    svg += fmt::format(R"(<text x="0" y="{}" dominant-baseline="central">{}</text>)", middle, escaped(bar.label));
    svg += fmt::format(R"(<rect class="{}" x="{}%" y="{}" width="{:.2f}%" height="{}" rx="2"/>)", bar.tone, kLabels,
                       y + 4, std::max(width, bar.value > 0 ? 0.5 : 0.0), kRow - 8);
    svg += fmt::format(R"(<text class="value" x="{:.2f}%" dx="8" y="{}" dominant-baseline="central">{}</text>)",
                       kLabels + width, middle, grouped(bar.value));
    y += kRow;
  }
  return svg + "</svg>";
}

std::string columns_chart(std::string_view what, const std::vector<Bar>& data) {
  const std::int64_t most = greatest(data);
  const double step = 100.0 / static_cast<double>(std::max<std::size_t>(data.size(), 1));
  std::string svg = opening(what, data, kAbove + kPlot + kBelow);
  double x = 0;
  for (const Bar& bar : data) {
    const double height = bar.value > 0 ? std::max(share(bar.value, most) * kPlot, 2.0) : 0;
    const double top = kAbove + kPlot - height;
    const double middle = x + step / 2;
    svg += fmt::format(R"(<rect class="{}" x="{:.2f}%" y="{:.1f}" width="{:.2f}%" height="{:.1f}" rx="2"/>)", bar.tone,
                       x + step * 0.1, top, step * 0.8, height);
    if (bar.value > 0) {
      svg += fmt::format(R"(<text class="value" x="{:.2f}%" y="{:.1f}" text-anchor="middle">{}</text>)", middle,
                         top - 5, grouped(bar.value));
    }
    svg += fmt::format(R"(<text x="{:.2f}%" y="{}" text-anchor="middle">{}</text>)", middle, kAbove + kPlot + 18,
                       escaped(bar.label));
    x += step;
  }
  svg += fmt::format(R"(<line x1="0" x2="100%" y1="{0}" y2="{0}"/>)", kAbove + kPlot + 0.5);
  return svg + "</svg>";
}

}  // namespace views
