#include "crawler/ordered.hpp"

#include <algorithm>
#include <deque>
#include <utility>
#include <vector>

#include "crawler/retry.hpp"
#include "lazy/cursor.hpp"

namespace crawler {
namespace {

/// A URL taken from the queue, on its way to a page.
struct Slot {
  enum class Step : std::uint8_t {
    kAsking,     ///< robots.txt is asked whether the URL may be asked for
    kReading,    ///< asked for
    kHopOpen,    ///< redirected: the hop waits until this is the oldest
    kRetryOpen,  ///< failed: a further attempt waits until this is the oldest, for requests are scarce
    kFinished,   ///< waits for its turn
  };

  Request request;
  Step step = Step::kAsking;
  std::optional<Reader::Reading> reading;
  Answer answer;                       ///< the last one that came
  std::vector<Url> hops;               ///< targets of the redirects so far; the last may not be fetched yet
  std::size_t attempts = 0;            ///< at the URL that is asked for now
  std::chrono::milliseconds pause{0};  ///< before the next attempt
  bool is_hopeful = true;              ///< may still become a good page
  bool asks_for_all = false;           ///< without conditions

  const Url& url() const { return hops.empty() ? request.url : hops.back(); }
};

// The share of the window that is filled at a time. A request that starts alone, whenever a page has been taken, wakes
// the fetcher, the server and a parser, each for one page: 1.4 to 1.7 switches between threads a page instead of 1.7
// to 2.1, and 6 to 14 us. Half a window at a time saves no more, and leaves less to do while the oldest is late.
constexpr std::size_t kWindowParts = 4;

/// The requests between the oldest unfinished one and the newest started one.
class Window {
 public:
  explicit Window(ordered stage)
      : reader_(stage.reader), frontier_(stage.frontier), limits_(stage.limits), robots_(stage.robots) {}

  bool is_empty() const { return slots_.empty(); }

  /// The oldest is always admitted.
  bool has_room() const {
    return slots_.empty() || (slots_.size() < reader_.options().window_pages && reader_.parsers().has_room());
  }

  /// Time to start requests, as many as are admitted.
  bool is_low() const {
    const std::size_t window = reader_.options().window_pages;
    return slots_.size() <= window - window / kWindowParts;
  }

  void start(Request request) {
    Page page{.url = request.url};
    slots_.push_back({.request = std::move(request), .reading = {}, .answer = {.page = std::move(page)}});
    ask(slots_.back());
  }

  /// Looks at what has come in, and lets the oldest follow its redirect.
  void advance() {
    for (Slot& slot : slots_) {
      if (slot.step == Slot::Step::kAsking) ask(slot);
      if (slot.step == Slot::Step::kReading && slot.reading->is_finished()) receive(slot);
    }
    if (slots_.empty()) return;
    Slot& oldest = slots_.front();
    if (oldest.step == Slot::Step::kHopOpen) follow(oldest);
    if (oldest.step == Slot::Step::kRetryOpen) retry(oldest);
  }

  /// No request is left for the oldest one's redirect or attempt: it stays in the queue, and so does all behind it.
  bool is_cut_off() const {
    if (slots_.empty()) return false;
    const Slot::Step step = slots_.front().step;
    return step == Slot::Step::kHopOpen || step == Slot::Step::kRetryOpen;
  }

  bool is_oldest_finished() const { return !slots_.empty() && slots_.front().step == Slot::Step::kFinished; }

  Page take_oldest() {
    Slot slot = std::move(slots_.front());
    slots_.pop_front();
    Page page = std::move(slot.answer.page);
    page.crawl = frontier_.crawl();
    page.position = slot.request.position;
    page.depth = slot.request.depth;
    page.url = slot.url();
    page.attempts = slot.attempts;
    frontier_.settle(page, slot.request, slot.hops);
    return page;
  }

 private:
  /// Whether robots.txt lets the slot's URL be asked for. What it forbids was no request.
  void ask(Slot& slot) {
    const Url& url = slot.url();
    const RobotsCache::Asker asker{.is_named = frontier_.is_named(url), .is_guess = slot.request.is_guess};
    const auto permission = robots_.ask(url, asker);
    if (!permission) return;
    if (permission->value_or(false)) return fetch(slot, std::chrono::milliseconds(0));
    limits_.take_back();
    if (*permission) return finish(slot, Outcome::kRefused, "robots.txt");
    slot.answer.page.error = permission->error().kind;
    finish(slot, outcome_of_failure(slot), permission->error().what);
  }

  /// Further requests of a slot go ahead of those that have not begun.
  void fetch(Slot& slot, std::chrono::milliseconds after) {
    const Url& url = slot.url();
    Stored stored = slot.asks_for_all ? Stored() : frontier_.stored(url);
    if (stored.stands) return stand(slot);
    slot.step = Slot::Step::kReading;
    slot.reading = reader_.read({.url = url,
                                 .urgent = !slot.hops.empty() || slot.attempts > 0,
                                 .after = after,
                                 .session = static_cast<std::uint64_t>(frontier_.crawl()),
                                 .is_named = frontier_.is_named(url),
                                 .validators = std::move(stored.validators)});
    ++slot.attempts;
  }

  /// What is stored is new enough: no request.
  void stand(Slot& slot) {
    limits_.take_back();
    slot.answer.page = Page{.url = slot.url(), .outcome = Outcome::kPage, .is_unchanged = true};
    slot.step = Slot::Step::kFinished;
  }

  void receive(Slot& slot) {
    slot.answer = slot.reading->take();
    slot.reading.reset();
    const Page& page = slot.answer.page;
    if (slot.answer.location) return receive_redirect(slot);
    if (slot.answer.is_unsure) {
      slot.asks_for_all = true;
      return try_again(slot);
    }
    if (page.outcome == Outcome::kFailed && page.error != base::ErrorKind::kSkip) return receive_failure(slot);
    slot.step = Slot::Step::kFinished;
    if (page.outcome != Outcome::kPage) give_up_hope(slot);
  }

  /// What may be better later is tried again in its place, then deferred; asked once more, it fails.
  void receive_failure(Slot& slot) {
    const bool may_retry = slot.answer.page.error == base::ErrorKind::kRetryLater && !is_final(slot);
    const auto pause =
        may_retry ? retry_pause(slot.attempts, reader_.options().first_retry, slot.answer.retry_after) : std::nullopt;
    if (!pause) return finish(slot, outcome_of_failure(slot), std::move(slot.answer.page.reason));
    slot.pause = *pause;
    try_again(slot);
  }

  void try_again(Slot& slot) {
    slot.step = Slot::Step::kRetryOpen;
    if (limits_.allow_all_further()) retry(slot);
  }

  void retry(Slot& slot) {
    if (!limits_.allow_further()) return;
    limits_.further();
    fetch(slot, slot.pause);
  }

  /// Whether what comes of the request stands, whatever it is.
  static bool is_final(const Slot& slot) { return slot.request.is_last || slot.request.is_guess; }

  static Outcome outcome_of_failure(const Slot& slot) {
    const bool stands = is_final(slot) || slot.answer.page.error == base::ErrorKind::kSkip;
    return stands ? Outcome::kFailed : Outcome::kDeferred;
  }

  void receive_redirect(Slot& slot) {
    auto target = Url::parse(*slot.answer.location, slot.url());
    if (!target) return finish(slot, Outcome::kFailed, "redirects to an invalid URL");
    if (slot.hops.size() == kMaxRedirects) return finish(slot, Outcome::kFailed, "too many redirects");
    Url canonical = frontier_.canonical(*target);
    if (canonical == slot.url() && slot.answer.sets_cookie && slot.attempts == 1) return try_again(slot);  // with it
    slot.hops.push_back(std::move(canonical));
    judge(slot);
  }

  void judge(Slot& slot) {
    const Url& target = slot.hops.back();
    switch (frontier_.judge(slot.request, target)) {
      case Frontier::Hop::kFollow:
        slot.step = Slot::Step::kHopOpen;
        return;
      case Frontier::Hop::kRefused:
        if (&slot != &slots_.front()) {
          slot.step = Slot::Step::kHopOpen;  // a seed ahead of it may yet bring a site into the scope
          return;
        }
        slot.answer.page.content.links = {Link{.url = target}};  // found here, and refused as any link would be
        slot.hops.pop_back();
        return finish(slot, Outcome::kRefused, "redirects out of the crawl's scope");
      case Frontier::Hop::kSeen:
        if (is_loop(slot)) {
          slot.hops.pop_back();
          return finish(slot, Outcome::kFailed, "redirects in a loop");
        }
        return finish(slot, Outcome::kAlias, "redirects to a URL seen before");
    }
  }

  static bool is_loop(const Slot& slot) {
    const Url& target = slot.hops.back();
    return target == slot.request.url ||
           std::find(slot.hops.begin(), slot.hops.end() - 1, target) != slot.hops.end() - 1;
  }

  /// The oldest request's redirect: what was seen meanwhile counts.
  void follow(Slot& slot) {
    judge(slot);
    if (slot.step != Slot::Step::kHopOpen || !limits_.allow_further()) return;
    limits_.further();
    frontier_.reserve(slot.request, slot.hops.back());
    slot.attempts = 0;
    slot.asks_for_all = false;
    slot.pause = std::chrono::milliseconds(0);
    slot.step = Slot::Step::kAsking;
    ask(slot);
  }

  void finish(Slot& slot, Outcome outcome, std::string reason) {
    slot.answer.page.outcome = outcome;
    slot.answer.page.reason = std::move(reason);
    slot.step = Slot::Step::kFinished;
    give_up_hope(slot);
  }

  void give_up_hope(Slot& slot) {
    if (std::exchange(slot.is_hopeful, false)) limits_.give_up_hope();
  }

  Reader& reader_;
  Frontier& frontier_;
  Limits& limits_;
  RobotsCache& robots_;
  std::deque<Slot> slots_;
};

}  // namespace

lazy::generator<lazy::Turn<Page>> operator|(lazy::generator<lazy::Turn<Request>> requests, ordered stage) {
  Window window(stage);
  lazy::Cursor next(std::move(requests));
  bool has_next = true;
  while (true) {
    if (window.is_low()) {
      while (has_next && window.has_room() && (has_next = next.advance()) && *next) window.start(**next);
    }
    window.advance();
    if ((window.is_empty() && !has_next) || window.is_cut_off()) co_return;
    lazy::Turn<Page> turn;
    if (window.is_oldest_finished()) turn = window.take_oldest();
    co_yield std::move(turn);
  }
}

}  // namespace crawler
