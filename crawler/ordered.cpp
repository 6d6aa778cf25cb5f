#include "crawler/ordered.hpp"

#include <algorithm>
#include <deque>
#include <utility>
#include <vector>

#include "lazy/cursor.hpp"

namespace crawler {
namespace {

/// A request in flight, or answered and waiting for its turn.
struct Slot {
  Request request;
  Reader::Reading reading;
  std::optional<Answer> answer;  ///< the last one that came
  std::vector<Url> hops;         ///< targets of the redirects so far; the last may not be fetched yet
  bool is_hopeful = true;        ///< may still become a good page
  bool is_hop_open = false;      ///< the last hop waits until this is the oldest

  bool is_finished() const { return answer && !is_hop_open; }
};

/// The requests between the oldest unfinished one and the newest started one.
class Window {
 public:
  Window(Reader& reader, Frontier& frontier, Limits& limits) : reader_(reader), frontier_(frontier), limits_(limits) {}

  bool is_empty() const { return slots_.empty(); }

  /// The oldest is always admitted.
  bool has_room() const {
    return slots_.empty() || (slots_.size() < reader_.options().window_pages && reader_.has_room());
  }

  void start(Request request) {
    auto reading = reader_.read(request.url, false);
    slots_.push_back({.request = std::move(request), .reading = std::move(reading)});
  }

  /// Looks at what has come in, and lets the oldest follow its redirect.
  void advance() {
    for (Slot& slot : slots_) {
      if (!slot.answer && slot.reading.is_finished()) receive(slot);
    }
    if (!slots_.empty() && slots_.front().is_hop_open) follow(slots_.front());
  }

  /// No request is left for the oldest one's redirect: it stays in the queue, and so does all behind it.
  bool is_cut_off() const { return !slots_.empty() && slots_.front().is_hop_open; }

  bool is_oldest_finished() const { return !slots_.empty() && slots_.front().is_finished(); }

  Page take_oldest() {
    Slot slot = std::move(slots_.front());
    slots_.pop_front();
    Page page = std::move(slot.answer->page);
    page.crawl = frontier_.crawl();
    page.position = slot.request.position;
    page.depth = slot.request.depth;
    page.url = slot.hops.empty() ? slot.request.url : slot.hops.back();
    frontier_.settle(page, slot.request, slot.hops);
    return page;
  }

 private:
  void receive(Slot& slot) {
    slot.answer = slot.reading.take();
    if (slot.answer->location) {
      receive_redirect(slot);
    } else if (slot.answer->page.outcome != Outcome::kPage) {
      give_up_hope(slot);
    }
  }

  void receive_redirect(Slot& slot) {
    const Url& from = slot.hops.empty() ? slot.request.url : slot.hops.back();
    auto target = Url::parse(*slot.answer->location, from);
    if (!target) return finish(slot, Outcome::kFailed, "redirects to an invalid URL");
    if (slot.hops.size() == kMaxRedirects) return finish(slot, Outcome::kFailed, "too many redirects");
    slot.hops.push_back(target->without_fragment());
    judge(slot);
  }

  void judge(Slot& slot) {
    const Url& target = slot.hops.back();
    switch (frontier_.judge(slot.request, target)) {
      case Frontier::Hop::kFollow:
        slot.is_hop_open = true;
        return;
      case Frontier::Hop::kRefused:
        if (&slot != &slots_.front()) {
          slot.is_hop_open = true;  // a seed ahead of it may yet bring a site into the scope
          return;
        }
        slot.answer->page.content.links = {Link{.url = target}};  // found here, and refused as any link would be
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
    slot.is_hop_open = false;
    judge(slot);
    if (!slot.is_hop_open || !limits_.allow_hop()) return;
    const Url& target = slot.hops.back();
    limits_.hop();
    frontier_.reserve(slot.request, target);
    slot.reading = reader_.read(target, true);
    slot.is_hop_open = false;
    slot.answer.reset();
  }

  void finish(Slot& slot, Outcome outcome, std::string reason) {
    slot.answer->page.outcome = outcome;
    slot.answer->page.reason = std::move(reason);
    slot.is_hop_open = false;
    give_up_hope(slot);
  }

  void give_up_hope(Slot& slot) {
    if (std::exchange(slot.is_hopeful, false)) limits_.give_up_hope();
  }

  Reader& reader_;
  Frontier& frontier_;
  Limits& limits_;
  std::deque<Slot> slots_;
};

}  // namespace

lazy::generator<lazy::Turn<Page>> operator|(lazy::generator<lazy::Turn<Request>> requests, ordered stage) {
  Window window(stage.reader, stage.frontier, stage.limits);
  lazy::Cursor next(std::move(requests));
  while (true) {
    while (window.has_room() && next.advance() && *next) window.start(**next);
    window.advance();
    if (window.is_empty() || window.is_cut_off()) co_return;
    lazy::Turn<Page> turn;
    if (window.is_oldest_finished()) turn = window.take_oldest();
    co_yield std::move(turn);
  }
}

}  // namespace crawler
