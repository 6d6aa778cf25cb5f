#include "server/connections.hpp"

#include <iterator>
#include <utility>

namespace server {

Connections::Place::Place(Connections& all, Socket& socket) : all_(all), socket_(socket) {
  ++all_.places_;
  ++all_.open_;
  all_.gauge_.Increment();
}

Connections::Place::~Place() {
  end_idle();
  all_.end(*this);
  --all_.places_;
  all_.tell_if_drained();
}

void Connections::Place::begin_idle() {
  if (all_.are_draining()) return all_.close(*this);
  idle_since_ = Clock::now();
  idle_place_ = all_.idle_.insert(all_.idle_.end(), this);
  is_idle_ = true;
}

void Connections::Place::end_idle() {
  if (std::exchange(is_idle_, false)) all_.idle_.erase(idle_place_);
}

bool Connections::close_oldest_idle() {
  if (idle_.empty()) return false;
  close(*idle_.front());
  return true;
}

void Connections::close_idle_since(Clock::time_point time) {
  while (!idle_.empty() && idle_.front()->idle_since_ <= time) close(*idle_.front());
}

Connections::Clock::time_point Connections::oldest_idle(Clock::time_point now) const {
  return idle_.empty() ? now : idle_.front()->idle_since_;
}

void Connections::drain(std::function<void()> done) {
  are_draining_ = true;
  drained_ = std::move(done);
  while (close_oldest_idle()) continue;
  tell_if_drained();
}

void Connections::tell_if_drained() {
  if (places_ == 0 && drained_) std::exchange(drained_, nullptr)();
}

void Connections::close(Place& place) {
  place.end_idle();
  boost::system::error_code ignored;
  place.socket_.close(ignored);  // its wait ends with an error
  end(place);
}

void Connections::end(Place& place) {
  if (!std::exchange(place.is_open_, false)) return;
  --open_;
  gauge_.Decrement();
}

}  // namespace server
