#pragma once

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <deque>
#include <functional>
#include <future>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "base/error.hpp"
#include "crawler/page.hpp"
#include "crawler/status_class.hpp"
#include "storage/jobs.hpp"

namespace jobs {

/// How a job that runs gets on.
struct JobProgress {
  std::uint64_t pages = 0;  ///< here and below: since it was opened
  std::uint64_t failures = 0;
  std::uint64_t forbidden = 0;  ///< by robots.txt
  std::uint64_t waiting = 0;    ///< URLs in the queues
  int depth = 0;
  double pages_per_second = 0;  ///< of late
};

/// A site that is kept crawled.
struct SiteStatus {
  std::string name;
  std::vector<std::string> seeds;
  std::string schedule;              ///< in words
  std::optional<storage::Job> job;   ///< the one that is open
  std::optional<storage::Job> last;  ///< the one that ended last
  std::optional<JobProgress> progress;
};

/// Something that happened to a job.
struct JobEvent {
  std::uint64_t id = 0;  ///< one more than that of the event before it
  storage::Job job;
  std::optional<JobProgress> progress;  ///< of one that runs
};

/// What all jobs have come to since the process began. It only grows.
struct CrawlCounts {
  std::map<crawler::Outcome, std::uint64_t> outcomes;      ///< URLs
  std::map<crawler::StatusClass, std::uint64_t> statuses;  ///< last answers to requests
  std::uint64_t body_bytes = 0;                            ///< of these, decoded
  std::map<storage::JobState, std::uint64_t> ended;        ///< jobs
};

/// How the crawling half of the daemon is.
struct CrawlHealth {
  bool has_database = false;   ///< it can write
  std::string trouble;         ///< why not, or what was last in the way; empty if nothing is
  bool has_loose_ends = true;  ///< what depends on more than one page is still to be worked out for some
  std::chrono::steady_clock::time_point last_turn{};  ///< when it last showed that it lives
};

/// What somebody wants of a job.
struct JobOrder {
  enum class Kind : std::uint8_t { kStart, kPause, kResume, kCancel };
  Kind kind = Kind::kStart;
  std::variant<std::string, std::int64_t> whose;  ///< a site's name, for kStart, or a job's id
};

/// Where the daemon's two halves meet: the crawling thread says here how its jobs are, and finds what others want of
/// them. Any thread.
class Board {
 public:
  using Answer = base::Result<storage::Job>;
  struct Order {
    JobOrder what;
    std::promise<Answer> answer;
  };

  /// For those who look on.

  std::vector<SiteStatus> sites() const;
  CrawlHealth health() const;
  CrawlCounts counts() const;

  /// The events after the one of that id, of the last thousand.
  std::vector<JobEvent> events_after(std::uint64_t id) const;
  std::uint64_t last_event() const;

  /// Hangs up an order, and wakes the crawling thread. Its answer is the job as it then is; or an error: kSkip if there
  /// is no such site or job, kTellUser if the job does not listen to that, kCancelled if the daemon stops first.
  std::future<Answer> order(JobOrder what);

  /// For the crawling thread.

  /// Who is called, on the thread of whoever gives an order.
  void wake_by(std::function<void()> wake);
  std::vector<Order> take_orders();
  void show(std::vector<SiteStatus> sites);
  /// A state that a job has come to.
  void show(const storage::Job& job);
  void show(const storage::Job& job, const JobProgress& progress);
  void show(CrawlHealth health);
  /// A URL left a crawl.
  void count(const crawler::Page& page);
  void beat(std::chrono::steady_clock::time_point now, bool has_loose_ends);

 private:
  SiteStatus* status_of(const std::string& site);
  void add_event(const storage::Job& job, std::optional<JobProgress> progress);

  mutable std::mutex mutex_;  ///< guards all of it
  std::vector<SiteStatus> sites_;
  CrawlHealth health_;
  CrawlCounts counts_;
  std::deque<JobEvent> events_;
  std::uint64_t last_event_ = 0;
  std::vector<Order> orders_;
  std::function<void()> wake_;
};

}  // namespace jobs
