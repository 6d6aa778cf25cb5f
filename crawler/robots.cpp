#include "crawler/robots.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <tuple>
#include <utility>

#include "crawler/percent_encode.hpp"
#include "html/ascii.hpp"

namespace crawler {
namespace {

using namespace std::string_view_literals;

constexpr std::size_t kMaxTextBytes = 500UZ << 10;   // RFC 9309, 2.5, asks parsers to read at least that much
constexpr std::size_t kMaxLineBytes = 2083 * 8 - 1;  // google/robotstxt reads no more of a line
constexpr std::chrono::milliseconds kMaxCrawlDelay = std::chrono::hours(24);

constexpr base::ByteSet kTokenBytes = base::kLetters | base::ByteSet("_-");
constexpr base::ByteSet kPathBegins("/?;");
constexpr base::ByteSet kWildcards("*$");
constexpr base::ByteSet kUnlikeInRules = kWildcards | base::ByteSet("%");  ///< what may be written otherwise in a URL

enum class Field { kUserAgent, kAllow, kDisallow, kCrawlDelay, kSitemap, kOther };

struct Spelling {
  std::string_view begins;
  Field field;
};

// What a field's name begins with. The misspelt ones are those that google/robotstxt takes.
constexpr auto kSpellings = std::to_array<Spelling>({
    {"user-agent", Field::kUserAgent},
    {"useragent", Field::kUserAgent},
    {"user agent", Field::kUserAgent},
    {"allow", Field::kAllow},
    {"disallow", Field::kDisallow},
    {"dissallow", Field::kDisallow},
    {"dissalow", Field::kDisallow},
    {"disalow", Field::kDisallow},
    {"diasllow", Field::kDisallow},
    {"disallaw", Field::kDisallow},
    {"crawl-delay", Field::kCrawlDelay},
    {"sitemap", Field::kSitemap},
    {"site-map", Field::kSitemap},
});

Field field_of(std::string_view name) {
  const auto* const found = std::ranges::find_if(
      kSpellings, [name](const Spelling& spelling) { return html::starts_with_ignoring_case(name, spelling.begins); });
  return found == kSpellings.end() ? Field::kOther : found->field;
}

/// `text` with the bytes of `set` percent-encoded, and the digits of all its escapes in upper case.
std::string escaped(std::string_view text, const base::ByteSet& set) {
  std::string out;
  append_percent_encoded(out, text, set);
  for (std::size_t i = out.find('%'); i < out.size(); i = out.find('%', i + 1)) {
    if (i + 2 >= out.size() || base::hex_value(out[i + 1]) < 0 || base::hex_value(out[i + 2]) < 0) continue;
    for (char* digit : {&out[i + 1], &out[i + 2]}) {
      if (*digit >= 'a') *digit = static_cast<char>(*digit - 'a' + 'A');
    }
  }
  return out;
}

/// A URL from its path on, without the fragment: the part that rules are about. What stands before the path is told
/// apart as google/robotstxt does; empty where there is no path.
std::string_view path_of(std::string_view url) {
  const std::size_t start = url.starts_with("//") ? 2 : 0;
  const std::size_t colon = url.find("://", start);
  const bool has_scheme = colon != std::string_view::npos && kPathBegins.find_in(url, start) > colon;
  const std::size_t begin = kPathBegins.find_in(url, has_scheme ? colon + 3 : start);
  const std::size_t end = url.find('#', start);
  return begin < end ? url.substr(begin, end - begin) : std::string_view();
}

std::optional<std::chrono::milliseconds> parse_delay(std::string_view text) {
  if (!text.starts_with('.') && base::kDigits.find_in(text) != 0) return std::nullopt;  // a sign, a word
  double seconds = 0;
  const auto error = std::from_chars(text.data(), text.data() + text.size(), seconds, std::chars_format::fixed).ec;
  if (error != std::errc()) return std::nullopt;
  const auto most = std::chrono::duration<double>(kMaxCrawlDelay);
  return std::chrono::round<std::chrono::milliseconds>(std::min(std::chrono::duration<double>(seconds), most));
}

}  // namespace

/// Reads a robots.txt line by line. Two sets of rules grow beside each other, for it is only known at the end whether a
/// group names the crawler.
class RobotsReader {
 public:
  explicit RobotsReader(std::string_view agent) : agent_(base::ascii_lower(agent)) {}

  void read(std::string_view text) {
    if (text.size() > kMaxTextBytes) {
      text = text.substr(0, kMaxTextBytes);
      text = text.substr(0, text.find_last_of("\r\n") + 1);  // half a rule may forbid more than the whole
    }
    for (const char c : "\xEF\xBB\xBF"sv) {  // a byte order mark, or its beginning
      if (!text.starts_with(c)) break;
      text.remove_prefix(1);
    }
    while (!text.empty()) {
      const std::size_t end = text.find_first_of("\r\n");
      line(text.substr(0, std::min(end, kMaxLineBytes)));
      text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    }
  }

  RobotsRules finish() && {
    RobotsRules& rules = has_group_ ? own_ : any_;
    rules.sitemaps_ = std::move(sitemaps_);
    rules.sort();
    return std::move(rules);
  }

 private:
  void line(std::string_view text) {
    text = html::trim_html_space(text.substr(0, text.find_first_of("#\0"sv)));
    std::size_t colon = text.find(':');
    if (colon == std::string_view::npos) {  // two words may do without
      colon = text.find_first_of(" \t");
      if (colon == std::string_view::npos) return;
      if (html::trim_html_space(text.substr(colon)).find_first_of(" \t") != std::string_view::npos) return;
    }
    field(html::trim_html_space(text.substr(0, colon)), html::trim_html_space(text.substr(colon + 1)));
  }

  void field(std::string_view name, std::string_view value) {
    switch (field_of(name)) {
      case Field::kUserAgent:
        user_agent(value);
        break;
      case Field::kAllow:
        rule(value, true);
        break;
      case Field::kDisallow:
        rule(value, false);
        break;
      case Field::kCrawlDelay:
        if (in_own_) delay(own_, value);
        if (in_any_) delay(any_, value);
        break;
      case Field::kSitemap:
        sitemaps_.emplace_back(value);
        break;
      case Field::kOther:
        break;
    }
  }

  // RFC 9309, 2.2.1: lines that name agents follow each other; the first behind a rule begins a new group.
  void user_agent(std::string_view value) {
    if (has_rule_) in_own_ = in_any_ = has_rule_ = false;
    if (value.starts_with('*') && (value.size() == 1 || html::is_html_space(value[1]))) {
      in_any_ = true;
    } else if (!agent_.empty() && html::equals_ignoring_case(product_token(value), agent_)) {
      in_own_ = has_group_ = true;
    }
  }

  void rule(std::string_view pattern, bool allow) {
    if (!in_own_ && !in_any_) return;
    has_rule_ = true;
    RobotsRules& rules = in_own_ ? own_ : any_;
    rules.add(pattern, allow);
    const std::size_t name = pattern.rfind('/');  // who allows a folder's index allows the folder
    if (allow && name != std::string_view::npos && pattern.substr(name).starts_with("/index.htm")) {
      rules.add(std::string(pattern.substr(0, name + 1)) + '$', allow);
    }
  }

  static void delay(RobotsRules& rules, std::string_view value) {
    if (const auto delay = parse_delay(value)) rules.crawl_delay_ = std::max(rules.crawl_delay_, delay);
  }

  const std::string agent_;  ///< in lower case
  bool in_own_ = false;      ///< the group at hand names the agent
  bool in_any_ = false;      ///< the group at hand names `*`
  bool has_rule_ = false;    ///< the group at hand has a rule
  bool has_group_ = false;   ///< some group names the agent
  RobotsRules own_;
  RobotsRules any_;
  std::vector<std::string> sitemaps_;
};

std::string_view product_token(std::string_view user_agent) {
  return user_agent.substr(0, (~kTokenBytes).find_in(user_agent));
}

RobotsRules RobotsRules::parse(std::string_view text, std::string_view agent) {
  RobotsReader reader(agent);
  reader.read(text);
  return std::move(reader).finish();
}

void RobotsRules::add(std::string_view pattern, bool allow) {
  if (!pattern.starts_with('/') && !pattern.starts_with('*')) return;  // matches no path
  bool is_anchored = pattern.ends_with('$');
  if (is_anchored) pattern.remove_suffix(1);
  std::string text = escaped(pattern, base::kNonAscii | base::ByteSet("$"));
  const std::size_t priority = text.size() + (is_anchored ? 1 : 0);
  for (; text.ends_with('*'); is_anchored = false) text.pop_back();
  rules_.push_back({.begin = static_cast<std::uint32_t>(patterns_.size()),
                    .size = static_cast<std::uint32_t>(text.size()),
                    .literal = static_cast<std::uint32_t>(std::min(text.find('*'), text.size())),
                    .priority = static_cast<std::uint32_t>(priority),
                    .is_anchored = is_anchored,
                    .allow = allow});
  patterns_ += text;
}

void RobotsRules::sort() {
  std::ranges::sort(rules_, {},
                    [this](const Rule& rule) { return std::tuple(literal(rule), rule.priority, rule.allow); });
  std::uint32_t open = kNone;
  for (std::uint32_t i = 0; i < rules_.size(); ++i) {
    while (open != kNone && !literal(rules_[i]).starts_with(literal(rules_[open]))) open = rules_[open].enclosing;
    rules_[i].enclosing = std::exchange(open, i);
  }
}

bool RobotsRules::allows(std::string_view url) const {
  if (rules_.empty()) return true;
  const std::string_view path = path_of(url);
  if (path.starts_with('/') && kUnlikeInRules.find_in(path) == path.size()) return allows_path(path);
  return allows_path((path.starts_with('/') ? "" : "/") + escaped(path, kWildcards));
}

// The literals that the path begins with are all among the last one that is not behind the path in the alphabet and
// those that enclose it.
bool RobotsRules::allows_path(std::string_view path) const {
  const auto behind = std::ranges::upper_bound(rules_, path, {}, [this](const Rule& rule) { return literal(rule); });
  const Rule* best = nullptr;
  std::uint32_t at = behind == rules_.begin() ? kNone : static_cast<std::uint32_t>(behind - rules_.begin() - 1);
  for (; at != kNone; at = rules_[at].enclosing) {
    const Rule& rule = rules_[at];
    if (best && std::pair(rule.priority, rule.allow) <= std::pair(best->priority, best->allow)) continue;
    if (path.starts_with(literal(rule)) && matches(rule, path.substr(rule.literal))) best = &rule;
  }
  return best == nullptr || best->allow;
}

// `path` begins where the literal ends. The pieces between stars are found one behind the other, each as early as can
// be, so that the most is left for the rest.
bool RobotsRules::matches(const Rule& rule, std::string_view path) const {
  std::string_view pattern = std::string_view(patterns_).substr(rule.begin + rule.literal, rule.size - rule.literal);
  if (pattern.empty()) return !rule.is_anchored || path.empty();
  for (;;) {
    pattern.remove_prefix(1);  // the star
    const std::size_t star = pattern.find('*');
    if (star == std::string_view::npos) return rule.is_anchored ? path.ends_with(pattern) : path.contains(pattern);
    const std::size_t found = path.find(pattern.substr(0, star));
    if (found == std::string_view::npos) return false;
    path.remove_prefix(found + star);
    pattern.remove_prefix(star);
  }
}

}  // namespace crawler
