#include "app/help.hpp"

#include <fmt/format.h>

#include <map>

#include "app/nearest.hpp"

namespace app {
namespace {

class HelpLayout : public CLI::Formatter {
 public:
  HelpLayout() {
    column_width(28);
    label("Positionals", "Arguments");
    label("SUBCOMMAND", "COMMAND");
  }

  std::string make_option_name(const CLI::Option* option, bool is_positional) const override {
    if (is_positional) return option->get_name(true);
    const auto& letters = option->get_snames();
    const auto& names = option->get_lnames();
    std::string shown = letters.empty() ? "    " : "-" + letters.front();
    if (!letters.empty() && !names.empty()) shown += ", ";
    return names.empty() ? shown : shown + "--" + names.front();
  }

  std::string make_option_opts(const CLI::Option* option) const override {
    const bool takes_value = option->get_type_size() != 0 && option->nonpositional();
    return takes_value ? " " + option->get_type_name() : "";
  }

  std::string make_option_desc(const CLI::Option* option) const override {
    const std::string value = option->get_default_str();
    return option->get_description() + (value.empty() ? "" : fmt::format(" [{}]", value));
  }

  /// One blank line between groups is enough.
  std::string make_help(const CLI::App* command, std::string name, CLI::AppFormatMode mode) const override {
    std::string help = CLI::Formatter::make_help(command, std::move(name), mode);
    for (std::size_t at = 0; (at = help.find("\n\n\n", at)) != std::string::npos;) help.erase(at, 1);
    return help;
  }

  std::string make_description(const CLI::App* command) const override { return command->get_description() + "\n"; }
};

std::string about_unexpected(const CLI::App& reader, const std::string& word) {
  const bool is_option = word.starts_with("-");
  const bool wants_command = !is_option && reader.get_parent() == nullptr;
  if (!is_option && !wants_command) return fmt::format("'{}' is one word too many", word);
  std::vector<std::string> names;
  if (wants_command) {
    for (const CLI::App* command : reader.get_subcommands({})) names.push_back(command->get_name());
    return fmt::format("there is no command '{}'{}", word, suggestion(word, names));
  }
  for (const CLI::Option* option : reader.get_options()) {
    for (const std::string& name : option->get_lnames()) names.push_back("--" + name);
  }
  return fmt::format("there is no option '{}'{}", word, suggestion(word, names));
}

/// "crawl, search or check".
std::string commands_of(const CLI::App& program) {
  std::string list;
  const auto commands = program.get_subcommands({});
  for (const CLI::App* command : commands) {
    if (command != commands.front()) list += command == commands.back() ? " or " : ", ";
    list += command->get_name();
  }
  return list;
}

std::string about_missing(const CLI::App& reader) {
  if (reader.get_parent() == nullptr) return "a command is missing: " + commands_of(reader);
  static const std::map<std::string, std::string_view> kWanted = {{"replay", "an archive to read"},
                                                                  {"search", "words to look for"},
                                                                  {"complete", "what was typed so far"},
                                                                  {"config", "to be told: check, show or init"},
                                                                  {"explain", "a URL"},
                                                                  {"forget", "a URL or a site"}};
  const auto wanted = kWanted.find(reader.get_name());
  return fmt::format("{} wants {}", reader.get_name(),
                     wanted == kWanted.end() ? "a URL to start from" : wanted->second);
}

}  // namespace

std::shared_ptr<CLI::Formatter> help_layout() {
  return std::make_shared<HelpLayout>();
}

std::string complaint(const CLI::App& program, const CLI::ParseError& error) {
  const auto commands = program.get_subcommands();
  const CLI::App& reader = commands.empty() ? program : *commands.front();
  const std::vector<std::string> unexpected = program.remaining(true);
  std::string what = error.what();
  switch (static_cast<CLI::ExitCodes>(error.get_exit_code())) {
    case CLI::ExitCodes::RequiredError:
    case CLI::ExitCodes::ExtrasError:
      return unexpected.empty() ? about_missing(reader) : about_unexpected(reader, unexpected.front());
    case CLI::ExitCodes::ArgumentMismatch:
      return what.substr(0, what.find(':')) + " wants a value";
    default:
      return what;
  }
}

}  // namespace app
