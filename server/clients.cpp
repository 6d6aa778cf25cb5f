#include "server/clients.hpp"

#include <algorithm>
#include <cmath>
#include <functional>
#include <iterator>
#include <string_view>

namespace server {

std::size_t Clients::Hash::operator()(const ClientAddress& client) const {
  const auto& bytes = client.bytes();
  return std::hash<std::string_view>()({reinterpret_cast<const char*>(bytes.data()), bytes.size()});
}

std::optional<std::chrono::seconds> Clients::enter(const ClientAddress& client, Clock::time_point now) {
  State& state = state_of(client.party(), now);
  ++state.in_flight;
  const double rate = options_.requests_per_second;
  if (rate > 0) {
    const double passed = std::chrono::duration<double>(now - state.counted).count();
    state.tokens = std::min(options_.burst, state.tokens + passed * rate);
    state.counted = now;
    if (state.tokens < 1) {
      const double wait = std::ceil((1 - state.tokens) / rate);
      return std::chrono::seconds(static_cast<std::int64_t>(std::clamp(wait, 1.0, 3'600.0)));
    }
  }
  if (state.in_flight > options_.in_flight) return std::chrono::seconds(1);
  state.tokens -= 1;
  return std::nullopt;
}

void Clients::leave(const ClientAddress& client) {
  const auto place = places_.find(client.party());
  if (place != places_.end()) --place->second->in_flight;
}

Clients::State& Clients::state_of(const ClientAddress& client, Clock::time_point now) {
  const auto place = places_.find(client);
  if (place != places_.end()) {
    states_.splice(states_.end(), states_, place->second);
    return *place->second;
  }
  if (states_.size() >= options_.remembered) forget_one();
  states_.push_back({.client = client, .tokens = options_.burst, .counted = now});
  places_.emplace(client, std::prev(states_.end()));
  return states_.back();
}

/// The one that asked longest ago and has nothing under way, of the first few.
void Clients::forget_one() {
  constexpr int kTries = 16;
  auto oldest = states_.begin();
  for (int i = 0; i < kTries && oldest != states_.end(); ++i, ++oldest) {
    if (oldest->in_flight > 0) continue;
    places_.erase(oldest->client);
    states_.erase(oldest);
    return;
  }
}

}  // namespace server
