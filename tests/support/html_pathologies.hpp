#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace support {

/// HTML that takes a parser quadratic time or many times its size: a unit repeated some number of times.
struct Pathology {
  std::string_view name;
  std::function<std::string(int repeats)> make;
};

inline std::string repeat(std::string_view unit, int times) {
  std::string all;
  all.reserve(unit.size() * static_cast<std::size_t>(times));
  for (int i = 0; i < times; ++i) all += unit;
  return all;
}

/// `#` in the unit becomes the number of the repetition.
inline std::string count_up(std::string_view unit, int times) {
  std::string all;
  for (int i = 0; i < times; ++i) {
    for (const char c : unit) c == '#' ? all += std::to_string(i) : all += c;
  }
  return all;
}

inline std::vector<Pathology> html_pathologies() {
  const auto repeated = [](std::string_view unit) { return [unit](int n) { return repeat(unit, n); }; };
  const auto counted = [](std::string_view unit) { return [unit](int n) { return count_up(unit, n); }; };
  const auto inside = [](std::string_view open, int depth, std::string_view unit) {
    return [=](int n) { return repeat(open, depth) + repeat(unit, n); };
  };
  return {
      {"nested div", repeated("<div>")},
      {"nested div in div with text", repeated("x<div>y")},
      {"nested ul and li", repeated("<ul><li>")},
      {"distinct b", counted("<b id=#>")},
      {"distinct b around p", counted("<b id=#><p>x</p>")},
      {"open b", repeated("<b>")},
      {"open a, each in a div", counted("<div><a href=#>")},
      {"open a", counted("<a href=#>x")},
      {"attributes of one tag", [](int n) { return "<p " + count_up("a#=1 ", n) + ">x"; }},
      {"attributes of a tag without end", [](int n) { return "<p " + count_up("a#=1 ", n); }},
      {"attributes of an end tag", [](int n) { return "<p>x</p " + count_up("a#=1 ", n) + ">y"; }},
      {"attributes of many html tags", counted("<html a#=1>")},
      {"attributes of many body tags", counted("<body a#=1>")},
      {"stray end of a in deep div", inside("<div>", 2000, "</a>")},
      {"stray end of an unknown element in deep span", inside("<span>", 2000, "</x>")},
      {"stray end of p", inside("<span>", 2000, "</p>")},
      {"p b i u", repeated("<p><b><i><u>x")},
      {"p and distinct b", counted("<p><b id=#>x")},
      {"nested span", repeated("<span>")},
      {"nested unknown elements", repeated("<x>")},
      {"nested tables", repeated("<table><tr><td>")},
      {"tables in tables without cells", repeated("<table>")},
      {"text that leaves its table", [](int n) { return "<table>" + repeat("<b>x", n); }},
      {"divs behind the scope of a cell", repeated("<div><table><td></div>")},
      {"nested svg", repeated("<svg>")},
      {"nested g", [](int n) { return "<svg>" + repeat("<g>", n); }},
      {"svg with html inside", repeated("<svg><foreignObject><div>")},
      {"nested math", repeated("<math><mi>")},
      {"nested template", repeated("<template>")},
      {"templates with rows", repeated("<template><tr><div>")},
      {"div and row in a template", [](int n) { return "<template>" + repeat("<div><tr>", n); }},
      {"nested frameset", repeated("<frameset>")},
      {"nested form in button", repeated("<button><form>")},
      {"nested object", repeated("<object>")},
      {"nested select and option", repeated("<select><option>")},
      {"raw text that select ignores", [](int n) { return "<select><xmp></select>" + repeat("<div>", n); }},
      {"raw text in svg", [](int n) { return "<svg><style></svg>" + repeat("<div>", n); }},
      {"open li, dd and option", repeated("<li><dd><option>x")},
      {"nested ruby", repeated("<ruby><rt>")},
      {"headings", repeated("<h1>x")},
      {"comments", repeated("<!-- x -->")},
      {"open comments", repeated("<!--")},
      {"less-than signs", repeated("<<<")},
      {"ampersands", repeated("&amp")},
      {"NUL bytes", [](int n) { return std::string(static_cast<std::size_t>(n), '\0'); }},
      {"bytes that are no UTF-8", repeated("\xFF")},
      {"isindex", repeated("<isindex>")},
      {"nobr", repeated("<nobr>x")},
      {"adoption through blocks", repeated("<b><div><div></b>")},
      {"adoption in a", repeated("<a><p></a>")},
  };
}

}  // namespace support
