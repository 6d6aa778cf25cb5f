#include "server/clients.hpp"

#include <gtest/gtest.h>

#include <chrono>
#include <string>

namespace server {
namespace {

using namespace std::chrono_literals;

class ClientsTest : public testing::Test {
 protected:
  static ClientAddress address(int number) {
    return ClientAddress::parse("10.0." + std::to_string(number / 256) + "." + std::to_string(number % 256)).value();
  }
  /// Whether a request may go on; it is answered at once.
  static bool ask(Clients& clients, const ClientAddress& client, Clients::Clock::time_point now) {
    const bool may = !clients.enter(client, now);
    clients.leave(client);
    return may;
  }
  Clients::Clock::time_point now = Clients::Clock::now();
};

TEST_F(ClientsTest, ABurstIsFollowedByTheRate) {
  Clients clients({.requests_per_second = 2, .burst = 5});
  for (int i = 0; i < 5; ++i) EXPECT_TRUE(ask(clients, address(1), now));
  EXPECT_FALSE(ask(clients, address(1), now));
  EXPECT_TRUE(ask(clients, address(2), now));
  int answered = 0;
  for (int i = 0; i < 1'000; ++i) answered += ask(clients, address(1), now += 10ms) ? 1 : 0;
  EXPECT_NEAR(answered, 20, 1);
  now += 1h;
  for (int i = 0; i < 5; ++i) EXPECT_TRUE(ask(clients, address(1), now));
  EXPECT_FALSE(ask(clients, address(1), now));
}

TEST_F(ClientsTest, SaysAfterWhichTimeToTryAgain) {
  Clients clients({.requests_per_second = 0.1, .burst = 1});
  EXPECT_FALSE(clients.enter(address(1), now));
  const auto wait = clients.enter(address(1), now);
  ASSERT_EQ(wait, 10s);
  EXPECT_FALSE(clients.enter(address(1), now + *wait));
}

TEST_F(ClientsTest, WithoutARateAllMayAsk) {
  Clients clients({.requests_per_second = 0});
  for (int i = 0; i < 10'000; ++i) EXPECT_TRUE(ask(clients, address(1), now));
}

TEST_F(ClientsTest, BoundsWhatIsUnderWay) {
  Clients clients({.in_flight = 2});
  EXPECT_FALSE(clients.enter(address(1), now));
  EXPECT_FALSE(clients.enter(address(1), now));
  EXPECT_TRUE(clients.enter(address(1), now));
  clients.leave(address(1));  // the one that was refused
  EXPECT_FALSE(ask(clients, address(1), now));
  clients.leave(address(1));
  EXPECT_TRUE(ask(clients, address(1), now));
}

TEST_F(ClientsTest, ForgetsThoseThatHaveNotAskedForLongest) {
  Clients clients({.requests_per_second = 1, .burst = 1, .remembered = 100});
  EXPECT_FALSE(clients.enter(address(0), now));  // stays under way
  for (int i = 1; i < 10'000; ++i) {
    EXPECT_TRUE(ask(clients, address(i), now));
    EXPECT_LE(clients.size(), 100U);
  }
  EXPECT_FALSE(ask(clients, address(9'999), now));
  EXPECT_FALSE(ask(clients, address(0), now));
  EXPECT_TRUE(ask(clients, address(1), now));  // forgotten: its bucket is full again
}

TEST_F(ClientsTest, AddressesOfOneNetworkAreOneClient) {
  Clients clients({.requests_per_second = 1, .burst = 1});
  EXPECT_TRUE(ask(clients, *ClientAddress::parse("2001:db8::1"), now));
  EXPECT_FALSE(ask(clients, *ClientAddress::parse("2001:db8::2"), now));
  EXPECT_TRUE(ask(clients, *ClientAddress::parse("2001:db8:0:1::1"), now));
}

}  // namespace
}  // namespace server
