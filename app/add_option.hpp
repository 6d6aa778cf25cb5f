#pragma once

#include <CLI/CLI.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "app/options.hpp"
#include "base/quantity.hpp"

namespace app {

/// "--limit" of "-n,--limit".
inline std::string long_name(const std::string& names) {
  const std::size_t begin = names.find("--");
  return begin == std::string::npos ? names : names.substr(begin, names.find(',', begin) - begin);
}

/// An option whose value a function of ours reads. Given several times, the last one counts.
template <typename T, typename Target>
CLI::Option* add_parsed(CLI::App& command, const std::string& names, Target& target,
                        base::Result<T> (*parse)(std::string_view), const std::string& description,
                        const std::string& type) {
  const std::string shown = long_name(names);
  const auto assign = [&target, parse, shown](const std::string& text) {
    auto value = parse(text);
    if (!value) throw CLI::ValidationError(shown, value.error().what);
    target = *std::move(value);
  };
  return command.add_option_function<std::string>(names, assign, description)->type_name(type)->take_last();
}

/// The same for one that may be given several times, one value each time: what follows is not taken for another.
template <typename T>
CLI::Option* add_parsed(CLI::App& command, const std::string& names, std::vector<T>& target,
                        base::Result<T> (*parse)(std::string_view), const std::string& description,
                        const std::string& type) {
  const std::string prefix = names.starts_with("-") ? long_name(names) + ": " : "";
  const auto assign = [&target, parse, prefix](const std::vector<std::string>& texts) {
    target.clear();  // of the default, if there is one
    for (const std::string& text : texts) {
      auto value = parse(text);
      if (!value) throw CLI::ValidationError(prefix + value.error().what);
      target.push_back(*std::move(value));
    }
  };
  return command.add_option_function<std::vector<std::string>>(names, assign, description)
      ->type_name(type)
      ->allow_extra_args(false);
}

template <typename T, std::uint64_t kLeast, std::uint64_t kMost = base::kMostCount, typename Target = T>
CLI::Option* add_count(CLI::App& command, const std::string& names, Target& target, const std::string& description) {
  const auto parse = [](std::string_view text) -> base::Result<T> {
    const auto count = base::parse_count(text, kLeast, kMost);
    if (!count) return std::unexpected(count.error());
    return static_cast<T>(*count);
  };
  return add_parsed<T>(command, names, target, +parse, description, "N");
}

/// One of a few words, told as in "text|json"; the default is the first.
template <typename T>
CLI::Option* add_choice(CLI::App& command, const std::string& names, T& target,
                        const std::vector<std::pair<std::string, T>>& choices, const std::string& description) {
  std::string words;
  for (const auto& [word, value] : choices) words += (words.empty() ? "" : "|") + word;
  const auto assign = [&target, choices, words, names](const std::string& text) {
    const auto found = std::ranges::find(choices, text, &std::pair<std::string, T>::first);
    if (found == choices.end()) throw CLI::ValidationError(names, fmt::format("'{}' is not one of {}", text, words));
    target = found->second;
  };
  return command.add_option_function<std::string>(names, assign, description)
      ->type_name(words)
      ->default_str(choices.front().first)
      ->take_last();
}

inline CLI::Option* add_database(CLI::App& command, std::string& file, const std::string& description) {
  return command.add_option("--db", file, description)->capture_default_str()->type_name("FILE")->take_last();
}

}  // namespace app
