#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace views {

/// A bar of a chart.
struct Bar {
  std::string label;
  std::int64_t value = 0;
  std::string_view tone = "plain";  ///< its class: plain, good, warn, bad, faint
};

/// Inline SVG of a fluid width, whose texts keep the size of the text around it; its figures are read to those who
/// cannot see it. `what` names it for them. Labels and `what` are plain text.

/// A bar below the other, with its label before and its value behind it.
std::string bars(std::string_view what, const std::vector<Bar>& data);

/// A column beside the other, with its label below and its value above it.
std::string columns_chart(std::string_view what, const std::vector<Bar>& data);

}  // namespace views
