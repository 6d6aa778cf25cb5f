#include "app/settings.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <cstdlib>
#include <sstream>

#include "app/nearest.hpp"
#include "base/error.hpp"

namespace app {
namespace {

using Values = std::vector<std::string>;

std::string variable_of(const std::string& name) {
  std::string variable = "SITEDEX_" + name;
  std::ranges::transform(variable, variable.begin(),
                         [](unsigned char c) { return c == '-' ? '_' : static_cast<char>(std::toupper(c)); });
  return variable;
}

bool takes_several(const CLI::Option& option) {
  return option.get_items_expected_max() > 1;
}

/// On a command line it is there or not, and takes no value.
bool is_flag(const CLI::Option& option) {
  return option.get_expected_max() == 0;
}

Values from_environment(const CLI::Option& option) {
  const char* text = std::getenv(variable_of(option.get_lnames().front()).c_str());
  if (text == nullptr) return {};
  if (!takes_several(option)) return {text};
  Values values;
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);) {
    if (!line.empty()) values.push_back(std::move(line));
  }
  return values;
}

base::Result<std::string> text_of(const toml::node& node) {
  if (const auto* text = node.as_string()) return text->get();
  if (const auto* truth = node.as_boolean()) return truth->get() ? "true" : "false";
  if (const auto* number = node.as_integer()) return std::to_string(number->get());
  return base::fail(base::ErrorKind::kTellUser, "a text, a number or true or false is expected");
}

base::Result<Values> values_of(const toml::node& node, bool may_be_list) {
  const toml::array* array = node.as_array();
  if (array != nullptr && !may_be_list) {
    return base::fail(base::ErrorKind::kTellUser, "one value is expected, not a list");
  }
  Values values;
  const auto take = [&](const toml::node& element) -> base::Result<void> {
    auto text = text_of(element);
    if (!text) return std::unexpected(text.error());
    values.push_back(*std::move(text));
    return {};
  };
  if (array == nullptr) {
    if (const auto taken = take(node); !taken) return std::unexpected(taken.error());
    return values;
  }
  for (const toml::node& element : *array) {
    if (const auto taken = take(element); !taken) return std::unexpected(taken.error());
  }
  return values;
}

/// Fills in one option after the other.
class FillIn {
 public:
  FillIn(const SettingSources& sources, Problems& problems) : sources_(sources), problems_(problems) {}

  Setting setting_of(CLI::Option& option) {
    const std::string& name = option.get_lnames().front();
    Setting setting{.name = name,
                    .values = {},
                    .source = {},
                    .usual = usual_value(option),
                    .is_flag = is_flag(option),
                    .is_list = takes_several(option)};
    if (option.count() > 0) {
      setting.values = option.results();
      setting.source = "--" + name;
    } else {
      find(option, setting);
      if (!setting.values.empty()) set(option, setting);
    }
    return setting;
  }

 private:
  void find(const CLI::Option& option, Setting& setting) {
    if (sources_.environment) setting.values = from_environment(option);
    if (!setting.values.empty()) {
      setting.source = variable_of(setting.name);
    } else if (const toml::node* node = node_of(option)) {
      take(*node, setting);
    } else {
      inherit(setting);
    }
  }

  /// An option may have two names; one of them is enough.
  const toml::node* node_of(const CLI::Option& option) {
    const toml::node* found = nullptr;
    for (const std::string& name : option.get_lnames()) {
      const toml::node* node = sources_.table.get(name);
      if (node == nullptr) continue;
      if (found != nullptr) problems_.add(sources_.file.place(*node), fmt::format("{}: it is said already", name));
      found = node;
    }
    return found;
  }

  void take(const toml::node& node, Setting& setting) {
    const std::string place = sources_.file.place(node);
    auto values = values_of(node, setting.is_list);
    if (!values) {
      problems_.add(place, fmt::format("{}: {}", setting.name, values.error().what));
      return;
    }
    setting.values = *std::move(values);
    setting.source = place;
  }

  void inherit(Setting& setting) const {
    const auto found = std::ranges::find(sources_.inherited, setting.name, &Setting::name);
    if (found == sources_.inherited.end() || found->source.empty()) return;
    setting = *found;
    setting.is_inherited = true;
  }

  void set(CLI::Option& option, Setting& setting) {
    for (const std::string& value : setting.values) option.add_result(value);
    try {
      option.run_callback();
    } catch (const CLI::Error& error) {
      problems_.add(setting.source, setting.is_flag ? fmt::format("{}: '{}' is neither true nor false", setting.name,
                                                                  setting.values.back())
                                                    : about_settings(error.what()));
      option.clear();
      setting.values.clear();
      setting.source.clear();
    }
  }

  const SettingSources& sources_;
  Problems& problems_;
};

void refuse_unknown_keys(const std::vector<CLI::Option*>& options, const SettingSources& sources, Problems& problems) {
  std::vector<std::string> names;
  for (const CLI::Option* option : options) {
    names.insert(names.end(), option->get_lnames().begin(), option->get_lnames().end());
  }
  for (const auto& [key, node] : sources.table) {
    if (std::ranges::find(names, key.str()) != names.end()) continue;
    const auto known =
        std::ranges::find(sources.elsewhere, key.str(), &std::pair<std::string_view, std::string_view>::first);
    problems.add(sources.file.place(node), known != sources.elsewhere.end()
                                               ? fmt::format("'{}' {}", key.str(), known->second)
                                               : fmt::format("there is no setting '{}'; did you mean '{}'?", key.str(),
                                                             nearest(key.str(), names)));
  }
}

}  // namespace

std::string usual_value(const CLI::Option& option) {
  return is_flag(option) ? "false" : option.get_default_str();
}

std::string about_settings(std::string complaint) {
  for (std::size_t at = 0; (at = complaint.find("--", at)) != std::string::npos;) {
    const bool begins_word = at == 0 || complaint[at - 1] == ' ';
    if (begins_word) {
      complaint.erase(at, 2);
    } else {
      at += 2;
    }
  }
  return complaint;
}

std::vector<CLI::Option*> settable(CLI::App& command) {
  std::vector<CLI::Option*> options;
  for (CLI::Option* option : command.get_options()) {
    const auto& names = option->get_lnames();
    if (!names.empty() && names.front() != "help" && names.front() != "config") options.push_back(option);
  }
  return options;
}

std::vector<Setting> fill_in(const std::vector<CLI::Option*>& options, const SettingSources& sources,
                             Problems& problems) {
  FillIn fill(sources, problems);
  std::vector<Setting> settings;
  for (CLI::Option* option : options) settings.push_back(fill.setting_of(*option));
  refuse_unknown_keys(options, sources, problems);
  return settings;
}

void fill_in(CLI::App& command, const std::string& file) {
  const SettingsFile settings = file.empty() ? SettingsFile() : SettingsFile::read(file);
  Problems problems;
  fill_in(settable(command), {.file = settings, .table = settings.table(command.get_name())}, problems);
  problems.check();
}

}  // namespace app
