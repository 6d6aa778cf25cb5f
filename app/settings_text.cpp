#include "app/settings_text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "base/ascii.hpp"
#include "base/quantity.hpp"
#include "indexer/characters.hpp"
#include "jobs/credentials.hpp"
#include "views/json.hpp"
#include "views/printable.hpp"

namespace app {
namespace {

bool is_one_of(std::string_view name, std::initializer_list<std::string_view> names) {
  return std::ranges::find(names, name) != names.end();
}

/// Those of content negotiation; any other may hold a secret.
bool is_harmless_header(std::string_view line) {
  return base::ascii_lower(line).starts_with("accept");
}

bool is_number(std::string_view text) {
  const auto number = base::parse_count(text, 0);
  return number && std::to_string(*number) == text;
}

std::string value_text(const Setting& setting, const std::vector<std::string>& values) {
  if (setting.is_list) {
    std::string list;
    for (const std::string& value : values) list += fmt::format("{}{}", list.empty() ? "" : ", ", toml_quoted(value));
    return "[" + list + "]";
  }
  const std::string& value = values.back();
  const bool is_bare = (setting.is_flag && is_one_of(value, {"true", "false"})) || is_number(value);
  return is_bare ? value : toml_quoted(value);
}

std::string line(std::string_view text, std::string_view remark) {
  return fmt::format("{:<42} # {}\n", text, views::printable(remark));
}

std::string line_of(const Setting& setting) {
  const bool is_set = !setting.source.empty();
  if (!is_set && setting.usual.empty()) return line("# " + setting.name, "not set");
  const auto shown = values_to_show(setting);
  if (!shown) return line("# " + setting.name, setting.source + ", not shown");
  const auto values = is_set ? *shown : std::vector{setting.usual};
  const bool hides = is_set && values != setting.values;
  return line(fmt::format("{} = {}", setting.name, value_text(setting, values)),
              fmt::format("{}{}", is_set ? setting.source : "default", hides ? ", without its password" : ""));
}

}  // namespace

std::string toml_quoted(std::string_view text) {
  const std::string quoted = views::dump(views::Json(text));  // TOML has JSON's escapes
  std::string shown;
  for (std::size_t at = 0; at < quoted.size();) {
    const auto [c, end] = indexer::decode(quoted, at);
    const std::string_view character = std::string_view(quoted).substr(at, end - at);
    if (views::printable(character) == character) {
      shown += character;
    } else {
      shown += fmt::format("\\u{:04X}", static_cast<std::uint32_t>(c));  // none of them is beyond U+FFFF
    }
    at = end;
  }
  return shown;
}

std::optional<std::vector<std::string>> values_to_show(const Setting& setting) {
  if (is_one_of(setting.name, {"user", "bearer"})) return {};
  if (setting.name == "header" && !std::ranges::all_of(setting.values, is_harmless_header)) return {};
  std::vector<std::string> values = setting.values;
  if (is_one_of(setting.name, {"url", "base", "proxy", "sitemap"})) {
    for (std::string& value : values) value = jobs::without_credentials(value);
  }
  return values;
}

std::string settings_text(const DaemonSettings& settings) {
  std::string text;
  for (const SettingsTable& table : settings.tables) {
    text += fmt::format("{}{}\n", text.empty() ? "" : "\n", table.header);
    for (const Setting& setting : table.settings) text += line_of(setting);
    const bool is_server = &table == &settings.tables.front();
    if (is_server && !settings.token_source.empty())
      text += line("# the admin's token", settings.token_source + ", not shown");
  }
  return text;
}

}  // namespace app
