#include "app/site_flags.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <filesystem>
#include <string_view>

#include "app/add_option.hpp"
#include "app/settings.hpp"
#include "base/ascii.hpp"

namespace app {
namespace {

using base::ErrorKind;
using base::fail;
using jobs::Schedule;

constexpr const char* kSite = "Site";
constexpr std::string_view kUsualInterval = "24h";

base::Result<std::string> parse_site_name(std::string_view text) {
  constexpr base::ByteSet kAllowed = base::kLetters | base::kDigits | base::ByteSet("-_.");
  constexpr std::size_t kLongest = 64;
  const bool is_name =
      !text.empty() && text.size() <= kLongest && !text.starts_with('.') && kAllowed.contains_all(text);
  if (is_name) return std::string(text);
  return fail(ErrorKind::kTellUser,
              fmt::format("'{}' is not a name of up to {} letters, digits, '-', '_' and '.'", text, kLongest));
}

base::Result<std::string> parse_folder(std::string_view text) {
  std::error_code ignored;
  if (std::filesystem::is_directory(text, ignored)) return std::string(text);
  return fail(ErrorKind::kTellUser, fmt::format("'{}' is not a folder", text));
}

/// Whether an option says how answers are got, so that sites which differ in it cannot share a fetcher. (Credentials
/// are bound to origins, and are no matter of an option.)
bool is_of_fetching(const CLI::Option& option) {
  static constexpr auto kOfReading = std::to_array<std::string_view>({"texts", "convert", "max-body"});
  static constexpr auto kOfCrawls = std::to_array<std::string_view>({"user", "bearer", "retry-delay", "ignore-robots"});
  const std::string& name = option.get_lnames().front();
  if (std::ranges::find(kOfReading, name) != kOfReading.end()) return true;
  const bool is_of_groups = option.get_group() == "Politeness" || option.get_group() == "Network";
  return is_of_groups && std::ranges::find(kOfCrawls, name) == kOfCrawls.end();
}

}  // namespace

SiteFlags::SiteFlags(CLI::App& program) : CrawlFlags(program.add_subcommand("site", "A site of the daemon's")) {
  add_place();
  add_schedule();
  add_limits();
  add_recrawl();
  add_scope();
  add_reading();
  add_politeness();
  add_network();
}

void SiteFlags::add_place() {
  add_parsed(*command_, "--name", name_, parse_site_name, "What it is called: in the API, in logs, for good", "NAME");
  add_parsed(*command_, "--url,--urls", options_.seeds, jobs::parse_seed,
             "Where to start; without a scheme: https, then http", "URL");
  add_parsed(*command_, "--folder", folder_, parse_folder, "Or a folder, with --base", "FOLDER");
  add_start();
  for (CLI::Option* option : settable(*command_)) option->group(kSite);
}

void SiteFlags::add_schedule() {
  add_parsed(*command_, "--every", every_, Schedule::every, "From the start of one crawl to that of the next", "TIME")
      ->default_str(std::string(kUsualInterval));
  add_parsed(*command_, "--cron", cron_, Schedule::cron, "By the calendar, in UTC", "FIELDS");
  command_->add_flag("--adaptive", adaptive_, "The sooner, the more often its pages change");
  add_parsed(*command_, "--at-least", at_least_, base::parse_duration, "The shortest interval of an adaptive one",
             "TIME")
      ->default_str(base::duration_text(at_least_));
  add_parsed(*command_, "--at-most", at_most_, base::parse_duration, "The longest", "TIME")
      ->default_str(base::duration_text(at_most_));
  command_->add_flag("--on-demand", on_demand_, "Only when somebody asks for it");
}

std::vector<CLI::Option*> SiteFlags::options() const {
  return settable(*command_);
}

std::vector<CLI::Option*> SiteFlags::own_options() const {
  auto found = options();
  std::erase_if(found, [](const CLI::Option* option) { return option->get_group() != kSite; });
  return found;
}

std::vector<CLI::Option*> SiteFlags::common_options() const {
  auto found = options();
  std::erase_if(found, [](const CLI::Option* option) { return option->get_group() == kSite; });
  return found;
}

const std::vector<std::vector<std::string>>& SiteFlags::alternatives() {
  static const std::vector<std::vector<std::string>> kAlternatives = {{"every", "cron", "adaptive", "on-demand"},
                                                                      {"user", "bearer"}};
  return kAlternatives;
}

void SiteFlags::take_place() {
  if (name_.empty()) complain("a site wants a name");
  const bool has_urls = !options_.seeds.empty() || !options_.seeds_file.empty();
  if (options_.seeds_file == "-") complain("seeds: '-': a daemon reads no standard input");
  if (!folder_.empty() && has_urls) complain("a folder is crawled by itself: no url or seeds beside it");
  if (!folder_.empty()) {
    take_folder(folder_);
  } else if (base_) {
    complain("base says what a folder will be, and there is no folder to crawl");
  } else if (!has_urls) {
    complain(fmt::format("site '{}' wants a url, urls, seeds or a folder", name_));
  }
}

Schedule SiteFlags::schedule() const {
  const int said = static_cast<int>(every_.has_value()) + static_cast<int>(cron_.has_value()) +
                   static_cast<int>(adaptive_) + static_cast<int>(on_demand_);
  if (said > 1) complain("every, cron, adaptive and on-demand: one of them");
  if (cron_) return *cron_;
  if (on_demand_) return Schedule::on_demand();
  if (!adaptive_) return every_ ? *every_ : Schedule::every(kUsualInterval).value();
  using Seconds = Schedule::Seconds;
  auto adaptive = Schedule::adaptive(std::chrono::floor<Seconds>(at_least_), std::chrono::floor<Seconds>(at_most_));
  if (!adaptive) complain("adaptive: " + adaptive.error().what);
  return *std::move(adaptive);
}

std::string SiteFlags::fetching() const {
  std::string text;
  for (const CLI::Option* option : options()) {
    if (!is_of_fetching(*option)) continue;
    const std::string usual = usual_value(*option);
    for (const std::string& value : option->results()) {
      if (value == usual) continue;
      text += fmt::format("{}={}\n", option->get_lnames().front(), value);
    }
  }
  return text;
}

void SiteFlags::check_common() {
  introduce();
  finish();
  schedule();
}

jobs::SiteOptions SiteFlags::site() {
  take_place();
  introduce();
  finish();
  return {.name = name_, .crawl = options_, .schedule = schedule(), .fetching = fetching()};
}

}  // namespace app
