#include "app/settings.hpp"

#include <fmt/format.h>

#include <toml++/toml.h>
#include <algorithm>
#include <cctype>
#include <cstdlib>
#include <limits>
#include <sstream>
#include <vector>

#include "app/nearest.hpp"

namespace app {
namespace {

using Values = std::vector<std::string>;

/// The long name of an option that a file or the environment may set; empty for one that only makes sense as a flag.
std::string setting_name(const CLI::Option& option) {
  const auto& names = option.get_lnames();
  const bool is_setting = !names.empty() && names.front() != "help" && names.front() != "config";
  return is_setting ? names.front() : std::string();
}

Values from_environment(const std::string& name, bool takes_several) {
  std::string variable = "SITEDEX_" + name;
  std::ranges::transform(variable, variable.begin(),
                         [](unsigned char c) { return c == '-' ? '_' : static_cast<char>(std::toupper(c)); });
  const char* text = std::getenv(variable.c_str());
  if (text == nullptr) return {};
  if (!takes_several) return {text};
  Values values;
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);) {
    if (!line.empty()) values.push_back(std::move(line));
  }
  return values;
}

std::string text_of(const toml::node& node) {
  if (const auto* text = node.as_string()) return text->get();
  if (const auto* truth = node.as_boolean()) return truth->get() ? "true" : "false";
  if (const auto* number = node.as_integer()) return std::to_string(number->get());
  throw CLI::ConversionError(
      fmt::format("line {}: a text, a number or true or false is expected", node.source().begin.line));
}

Values values_of(const toml::node& node) {
  Values values;
  if (const auto* array = node.as_array()) {
    for (const toml::node& element : *array) values.push_back(text_of(element));
  } else {
    values.push_back(text_of(node));
  }
  return values;
}

void refuse_unknown_keys(const toml::table& table, const std::vector<std::string>& names, const std::string& file) {
  for (const auto& [key, node] : table) {
    if (std::ranges::find(names, key.str()) != names.end()) continue;
    throw CLI::ConfigError(fmt::format("{}:{}: there is no setting '{}'; did you mean '{}'?", file,
                                       node.source().begin.line, key.str(), nearest(key.str(), names)),
                           CLI::ExitCodes::ConfigError);
  }
}

toml::table read_file(const std::string& file) {
  if (file.empty()) return {};
  try {
    return toml::parse_file(file);
  } catch (const toml::parse_error& error) {
    throw CLI::FileError(fmt::format("{}:{}: {}", file, error.source().begin.line, error.description()),
                         CLI::ExitCodes::FileError);
  }
}

}  // namespace

void fill_in(CLI::App& command, const std::string& file) {
  const toml::table whole = read_file(file);
  const toml::table none;
  const toml::table* found = whole[command.get_name()].as_table();
  const toml::table& table = found == nullptr ? none : *found;
  std::vector<std::string> names;
  for (CLI::Option* option : command.get_options()) {
    const std::string name = setting_name(*option);
    if (name.empty()) continue;
    names.push_back(name);
    if (option->count() > 0) continue;
    Values values = from_environment(name, option->get_items_expected_max() > 1);
    if (const toml::node* node = table.get(name); values.empty() && node != nullptr) values = values_of(*node);
    if (values.empty()) continue;
    for (const std::string& value : values) option->add_result(value);
    option->run_callback();
  }
  refuse_unknown_keys(table, names, file);
}

}  // namespace app
