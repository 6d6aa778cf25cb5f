#include "app/daemon_settings.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <map>
#include <set>
#include <utility>

#include "app/nearest.hpp"
#include "app/serve_flags.hpp"
#include "app/site_flags.hpp"
#include "jobs/seeds.hpp"
#include "storage/crawls.hpp"
#include "storage/seed_list.hpp"

namespace app {
namespace {

using Elsewhere = std::pair<std::string_view, std::string_view>;

constexpr std::string_view kOfStorage = "stands in [storage]";
constexpr std::string_view kOfSites = "stands in [[site]]";
constexpr std::string_view kOfCommand = "is for sitedex crawl alone";

/// Options of a crawl that are none of a site, then those that are none of all sites.
constexpr auto kElsewhere = std::to_array<Elsewhere>({{"db", kOfStorage},
                                                      {"compress", kOfStorage},
                                                      {"batch", kOfStorage},
                                                      {"fresh", kOfCommand},
                                                      {"list", kOfCommand},
                                                      {"format", kOfCommand},
                                                      {"quiet", kOfCommand},
                                                      {"verbose", kOfCommand},
                                                      {"timings", kOfCommand},
                                                      {"warc", kOfCommand},
                                                      {"warc-size", kOfCommand},
                                                      {"name", kOfSites},
                                                      {"url", kOfSites},
                                                      {"urls", kOfSites},
                                                      {"folder", kOfSites},
                                                      {"base", kOfSites},
                                                      {"seeds", kOfSites}});

constexpr const char* kTokenVariable = "SITEDEX_ADMIN_TOKEN";

/// Where one of several alternatives is set, the others are not as they are by default.
void drop_defaults(std::vector<Setting>& settings, const std::vector<std::string>& names) {
  const auto is_alternative = [&](const Setting& setting) {
    return std::ranges::find(names, setting.name) != names.end();
  };
  const auto is_set = [&](const Setting& setting) {
    return is_alternative(setting) && !setting.values.empty() && !(setting.is_flag && setting.values.back() == "false");
  };
  if (std::ranges::none_of(settings, is_set)) return;
  for (Setting& setting : settings) {
    if (is_alternative(setting) && setting.source.empty()) setting.usual.clear();
  }
}

class Reading {
 public:
  Reading(const SettingsFile& file, const ServeOptions& options)
      : file_(file), options_(options), serve_(serve_program_), common_(common_program_) {}

  DaemonSettings settings() {
    check_tables();
    read_serve();
    read_common();
    read_sites();
    problems_.check();
    warn();
    return std::move(settings_);
  }

 private:
  void check_tables();
  void take_flags();
  void read_serve();
  void read_token(const Setting& setting);
  void take_token(const base::Result<std::string>& token, const std::string& source);
  void read_common();
  void read_sites();
  void read_site(const toml::table& table);
  std::vector<Setting> inherited_by(const toml::table& table) const;
  void add(jobs::SiteOptions site, const toml::table& table);
  void check_crawls(const jobs::SiteOptions& site, const std::string& place);
  void warn();

  const SettingsFile& file_;
  const ServeOptions& options_;
  CLI::App serve_program_;
  ServeFlags serve_;
  CLI::App common_program_;
  SiteFlags common_;
  std::vector<Setting> common_settings_;
  bool common_is_sound_ = false;
  std::set<std::string> names_;                ///< of sites
  std::map<std::string, std::string> crawls_;  ///< the site of each, by the crawl's name
  Problems problems_;
  DaemonSettings settings_;
};

void Reading::check_tables() {
  static const std::vector<std::string> kTables = {"server", "storage", "jobs", "crawl", "site"};
  for (const auto& [key, node] : file_.root()) {
    const std::string place = file_.place(node);
    if (std::ranges::find(kTables, key.str()) == kTables.end()) {
      problems_.add(place,
                    fmt::format("there is no table '{}'; did you mean '{}'?", key.str(), nearest(key.str(), kTables)));
    } else if (key.str() == "site" && !node.is_array_of_tables()) {
      problems_.add(place, "each site is a table with two brackets: [[site]]");
    } else if (key.str() != "site" && !node.is_table()) {
      problems_.add(place, fmt::format("a table is expected: [{}]", key.str()));
    }
  }
}

void Reading::take_flags() {
  std::set<CLI::Option*> taken;
  for (const auto& [name, value] : options_.given) {
    CLI::Option* option = serve_.command()->get_option("--" + name);
    option->add_result(value);
    taken.insert(option);
  }
  for (CLI::Option* option : taken) {
    try {
      option->run_callback();
    } catch (const CLI::Error& error) {  // it was right, but what it names may be gone
      problems_.add("command line", error.what());
    }
  }
}

void Reading::read_serve() {
  take_flags();
  auto server = fill_in(serve_.server_options(), {.file = file_, .table = file_.table("server")}, problems_);
  auto storage = fill_in(serve_.storage_options(), {.file = file_, .table = file_.table("storage")}, problems_);
  auto jobs = fill_in(serve_.jobs_options(), {.file = file_, .table = file_.table("jobs")}, problems_);
  settings_.server = serve_.server();
  settings_.jobs.database = serve_.storage().database;
  settings_.jobs.compress = serve_.storage().compress;
  settings_.jobs.batch = serve_.storage().batch;
  settings_.jobs.most_jobs = serve_.jobs().most;
  settings_.jobs.kept_jobs = serve_.jobs().kept;
  read_token(*std::ranges::find(server, "admin-token-file", &Setting::name));
  settings_.tables.push_back({.header = "[server]", .settings = std::move(server)});
  settings_.tables.push_back({.header = "[storage]", .settings = std::move(storage)});
  settings_.tables.push_back({.header = "[jobs]", .settings = std::move(jobs)});
}

/// A flag names a file before the environment has the token; that goes before the file of settings.
void Reading::read_token(const Setting& setting) {
  const char* token = std::getenv(kTokenVariable);
  const bool by_flag = setting.source.starts_with("--");
  const bool by_variable = setting.source.starts_with("SITEDEX_");
  if (token != nullptr && by_variable) {
    problems_.add(setting.source, fmt::format("there is {}, too: one of them", kTokenVariable));
  } else if (token != nullptr && !by_flag) {
    take_token(parse_admin_token(token), kTokenVariable);
  } else if (!setting.values.empty()) {
    take_token(read_admin_token(serve_.admin_token_file()), setting.source);
  }
}

void Reading::take_token(const base::Result<std::string>& token, const std::string& source) {
  if (token) {
    settings_.server.admin_token = *token;
    settings_.token_source = source;
  } else {
    problems_.add(source, token.error().what);
  }
}

void Reading::read_common() {
  const toml::table& table = file_.table("crawl");
  const std::size_t before = problems_.count();
  common_settings_ = fill_in(common_.common_options(),
                             {.environment = false, .file = file_, .table = table, .elsewhere = kElsewhere}, problems_);
  try {
    common_.check_common();
    common_is_sound_ = problems_.count() == before;
  } catch (const CLI::Error& error) {
    problems_.add(file_.place(table), about_settings(error.what()));
  }
  settings_.tables.push_back({.header = "[crawl]", .settings = common_settings_});
  for (const auto& names : SiteFlags::alternatives()) drop_defaults(settings_.tables.back().settings, names);
}

void Reading::read_sites() {
  const bool are_there = file_.root().contains("site");
  const toml::array* sites = file_.root()["site"].as_array();
  if (sites != nullptr) {
    for (const toml::node& site : *sites) {
      if (const toml::table* table = site.as_table()) read_site(*table);
    }
  }
  const auto& storage = settings_.tables[1].settings;
  const bool serves_index = std::ranges::find(storage, "--db", &Setting::source) != storage.end();
  if (!are_there && !options_.file.empty() && !serves_index) {
    problems_.add(options_.file, "there are no sites: a [[site]] with name and url is what is crawled");
  }
}

std::vector<Setting> Reading::inherited_by(const toml::table& table) const {
  std::vector<Setting> inherited = common_settings_;
  for (const auto& names : SiteFlags::alternatives()) {
    const auto is_said = [&](const std::string& name) { return table.contains(name); };
    if (std::ranges::none_of(names, is_said)) continue;
    std::erase_if(inherited,
                  [&](const Setting& setting) { return std::ranges::find(names, setting.name) != names.end(); });
  }
  return inherited;
}

void Reading::read_site(const toml::table& table) {
  CLI::App program;
  SiteFlags flags(program);
  const std::size_t before = problems_.count();
  const std::vector<Setting> inherited = inherited_by(table);
  const std::span elsewhere(kElsewhere.begin(), std::ranges::find(kElsewhere, kOfSites, &Elsewhere::second));
  std::vector<Setting> settings = fill_in(
      flags.options(),
      {.environment = false, .file = file_, .table = table, .inherited = inherited, .elsewhere = elsewhere}, problems_);
  if (!common_is_sound_ || problems_.count() > before) return;
  try {
    add(flags.site(), table);
  } catch (const CLI::Error& error) {
    problems_.add(file_.place(table), about_settings(error.what()));
  }
  std::erase_if(settings, [](const Setting& setting) { return setting.source.empty() || setting.is_inherited; });
  settings_.tables.push_back({.header = "[[site]]", .settings = std::move(settings)});
}

void Reading::add(jobs::SiteOptions site, const toml::table& table) {
  const std::string place = file_.place(table);
  if (!names_.insert(site.name).second) {
    problems_.add(place, fmt::format("there is another site '{}'", site.name));
    return;
  }
  check_crawls(site, place);
  site.crawl.database = settings_.jobs.database;
  site.crawl.compress = settings_.jobs.compress;
  site.crawl.batch = settings_.jobs.batch;
  settings_.jobs.sites.push_back(std::move(site));
}

/// What names a crawl in the index is its seeds and scope: two sites with the same would be one there.
void Reading::check_crawls(const jobs::SiteOptions& site, const std::string& place) {
  const auto notice = [&](const std::string& sentence) {
    settings_.notices.push_back(fmt::format("site '{}': {}", site.name, sentence));
  };
  storage::SeedList seeds;
  try {
    jobs::gather_seeds(site.crawl, seeds, notice);
  } catch (const std::runtime_error& error) {
    problems_.add(place, error.what());
  }
  for (std::uint64_t number = 1; number <= seeds.sites(); ++number) {
    const std::string name = storage::crawl_name(seeds.names_of(number), jobs::scope_word(site.crawl.scope));
    const auto [other, is_new] = crawls_.emplace(name, site.name);
    if (is_new) continue;
    problems_.add(place, fmt::format("site '{}' would crawl the same as site '{}': {}", site.name, other->second,
                                     storage::described(name)));
  }
}

void Reading::warn() {
  const auto notice = [&](std::string sentence) { settings_.notices.push_back(std::move(sentence)); };
  if (!settings_.server.has_admin()) {
    notice(
        "the operator's page and API are off: they are reached from other machines, so that they want a token "
        "(admin-token-file, or SITEDEX_ADMIN_TOKEN)");
  }
  for (const jobs::SiteOptions& site : settings_.jobs.sites) {
    if (site.crawl.ignore_robots) {
      notice(fmt::format("site '{}': robots.txt is ignored: only right on a site of your own", site.name));
    }
    if (site.crawl.network.insecure) {
      notice(fmt::format("site '{}': certificates are not checked: anyone may answer", site.name));
    }
  }
}

}  // namespace

DaemonSettings read_daemon_settings(const ServeOptions& options) {
  const SettingsFile file = options.file.empty() ? SettingsFile() : SettingsFile::read(options.file);
  return Reading(file, options).settings();
}

DaemonSettings parse_daemon_settings(std::string_view text, const ServeOptions& options) {
  const SettingsFile file = SettingsFile::parse(text, options.file);
  return Reading(file, options).settings();
}

}  // namespace app
