#include "crawler/parsers.hpp"

#include <utility>

namespace crawler {

void ParserQueue::add(Visit visit) {
  {
    const std::scoped_lock lock(mutex_);
    if (is_closed_) return;
    if (visits_at_once_) return visit(page_reader_);
    visits_.push_back(std::move(visit));
  }
  has_visit_.notify_one();
}

void ParserQueue::work() {
  html::PageReader reader;
  while (true) {
    std::unique_lock lock(mutex_);
    has_visit_.wait(lock, [&] { return is_closed_ || !visits_.empty(); });
    if (is_closed_) return;
    Visit visit = std::move(visits_.front());
    visits_.pop_front();
    lock.unlock();
    visit(reader);
  }
}

void ParserQueue::close() {
  std::deque<Visit> dropped;
  {
    const std::scoped_lock lock(mutex_);
    is_closed_ = true;
    dropped.swap(visits_);
  }
  has_visit_.notify_all();
}

void ParserQueue::wake() {
  {
    const std::scoped_lock lock(wake_mutex_);
    is_woken_ = true;
  }
  woken_.notify_one();
}

void ParserQueue::wait(std::chrono::milliseconds patience) {
  std::unique_lock lock(wake_mutex_);
  woken_.wait_for(lock, patience, [&] { return is_woken_; });
  is_woken_ = false;
}

Parsers::Parsers(Options options) : queue_(std::make_shared<ParserQueue>(options.threads == 0, options.window_bytes)) {
  for (unsigned i = 0; i < options.threads; ++i) {
    threads_.emplace_back([this] { queue_->work(); });
  }
}

Parsers::~Parsers() {
  queue_->close();
}

}  // namespace crawler
