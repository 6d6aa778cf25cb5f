#pragma once

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include "app/daemon_settings.hpp"
#include "app/settings_text.hpp"

namespace support {

/// Whether both crawl the same, in the same way, secrets aside.
inline bool are_same_sites(const jobs::SiteOptions& a, const jobs::SiteOptions& b) {
  const auto same_seed = [](const jobs::Seed& one, const jobs::Seed& other) {
    return one.url == other.url && one.is_guess == other.is_guess;
  };
  return a.name == b.name && a.schedule == b.schedule && a.crawl.scope == b.crawl.scope &&
         a.crawl.max_depth == b.crawl.max_depth && a.crawl.limits.max_pages == b.crawl.limits.max_pages &&
         a.crawl.dropped_parameters == b.crawl.dropped_parameters && a.crawl.folder == b.crawl.folder &&
         a.crawl.network.user_agent == b.crawl.network.user_agent && a.crawl.batch == b.crawl.batch &&
         std::ranges::equal(a.crawl.seeds, b.crawl.seeds, same_seed);
}

/// Whether nothing that says how answers are got is a secret.
inline bool shows_fetching(const app::DaemonSettings& settings) {
  const auto is_shown = [](const app::Setting& setting) {
    const bool may_be_secret = setting.name == "header" || setting.name == "proxy";
    return !may_be_secret || app::values_to_show(setting) == setting.values;
  };
  return std::ranges::all_of(
      settings.tables, [&](const app::SettingsTable& table) { return std::ranges::all_of(table.settings, is_shown); });
}

/// The law that what is read from a daemon's file breaks; empty if it breaks none.
inline std::string broken_settings_law(std::string_view text) {
  const app::ServeOptions options{.file = "sitedex.toml"};
  app::DaemonSettings settings;
  try {
    settings = app::parse_daemon_settings(text, options);
  } catch (const app::SettingsError& error) {
    const bool is_told = !error.problems().empty() && error.problems().size() <= app::Problems::kMost + 1;
    return is_told ? "" : "an error tells what is wrong, and of that not more than can be read";
  }
  const std::string shown = app::settings_text(settings);
  app::DaemonSettings again;
  try {
    again = app::parse_daemon_settings(shown, options);
  } catch (const app::SettingsError& error) {
    return std::string("what is shown parses: ") + error.what() + "\n" + shown;
  }
  if (again.server != settings.server) return "the server is as it is shown";
  if (again.jobs.database != settings.jobs.database || again.jobs.batch != settings.jobs.batch ||
      again.jobs.compress != settings.jobs.compress) {
    return "the storage is as it is shown";
  }
  if (!std::ranges::equal(again.jobs.sites, settings.jobs.sites, are_same_sites)) return "sites are as they are shown";
  const auto same_fetching = [](const jobs::SiteOptions& a, const jobs::SiteOptions& b) {
    return a.fetching == b.fetching;
  };
  if (shows_fetching(settings) && !std::ranges::equal(again.jobs.sites, settings.jobs.sites, same_fetching)) {
    return "answers are got as it is shown";
  }
  return "";
}

}  // namespace support
