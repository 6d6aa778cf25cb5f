#include "app/replay_flags.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <stdexcept>
#include <utility>

namespace app {
namespace {

constexpr std::string_view kConvert = "convert";

constexpr const char* kFooter =
    R"(Makes the index of a crawl again from what `sitedex crawl --warc` recorded, without a request; it has the same
digest. Files of other tools will do too (WARC and ARC, gzip'd or not): then what they hold is what is crawled. Give all
files of a crawl. What the archive says of scope and limits holds, unless an option here says otherwise; only the
commands of --convert have to be given again, for they are run.

Examples:
  sitedex crawl https://docs.example.org/ --warc docs.warc.gz
  sitedex replay docs*.warc.gz --db again.db)";

}  // namespace

ReplayFlags::ReplayFlags(CLI::App& program)
    : CrawlFlags(program.add_subcommand("replay", "Index recorded crawls again, without the network")) {
  command_->footer(kFooter);
  command_->add_option("FILE", files_, "Archives, of one crawl or of many")->required();
  add_storage(*command_, options_.database, options_.compress, options_.batch);
  add_limits();
  add_fresh();
  add_recrawl();
  add_scope();
  add_reading();
  add_rules();
  add_output();
}

void ReplayFlags::add_rules() {
  const auto add = [&](CLI::Option* option) { return option->group("Scope"); };
  add(command_->add_flag("--ignore-robots", options_.ignore_robots, "Crawl what robots.txt forbids"));
  add(command_->add_option("-A,--user-agent", options_.network.user_agent, "Whom robots.txt and pages may address")
          ->capture_default_str()
          ->type_name("TEXT")
          ->take_last());
}

ReplayOptions ReplayFlags::options() {
  finish();
  return {.files = files_, .crawl = options_};
}

namespace {

/// Commands are run for those only who give them: what is in an archive, anyone may have written.
void ask_for_converters(const crawler::WarcFields& rules) {
  std::string wanted;
  for (const auto& [name, value] : rules) {
    if (name == kConvert) wanted += fmt::format(" --convert \"{}\"", value);
  }
  if (wanted.empty()) return;
  throw std::runtime_error(fmt::format("the archive's crawl converted documents: replay it with{}", wanted));
}

}  // namespace

CrawlOptions ReplayFlags::with_rules(CrawlOptions options, const crawler::WarcFields& rules) {
  CLI::App program;
  ReplayFlags flags(program);
  const crawler::WarcFields given = std::exchange(options.rules, {});
  const auto is_given = [&](std::string_view name) {
    return std::ranges::find(given, name, &std::pair<std::string, std::string>::first) != given.end();
  };
  if (!is_given(kConvert)) ask_for_converters(rules);
  flags.options_ = std::move(options);
  try {
    for (const auto& [name, value] : rules) {  // some of which a stranger may have written
      CLI::Option* option = flags.command_->get_option_no_throw("--" + name);
      if (is_rule(name) && !is_given(name)) option->add_result(value);
    }
    for (CLI::Option* option : flags.command_->get_options()) {
      if (option->count() > 0) option->run_callback();
    }
    flags.finish();
  } catch (const CLI::ParseError& error) {
    throw std::runtime_error(fmt::format("the archive's crawl: {}", error.what()));
  }
  return flags.options_;
}

}  // namespace app
