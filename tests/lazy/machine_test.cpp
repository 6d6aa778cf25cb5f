#include "lazy/machine.hpp"

#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <vector>

namespace {

using lazy::machine;

/// Yields the sum of what it was sent, until that is a hundred or more.
machine<int, int> adding() {
  int sum = 0;
  while (sum < 100) sum += co_yield sum;
}

TEST(Machine, YieldsAStateForEachCommand) {
  auto sum = adding();
  EXPECT_EQ(sum.state(), nullptr);
  sum.start();
  EXPECT_EQ(*sum.state(), 0);
  sum.send(7);
  EXPECT_EQ(*sum.state(), 7);
  sum.send(13);
  EXPECT_EQ(*sum.state(), 20);
  EXPECT_FALSE(sum.is_done());
  sum.send(80);
  EXPECT_TRUE(sum.is_done());
  EXPECT_EQ(sum.state(), nullptr);
}

TEST(Machine, DoesNotRunBeforeItIsStartedNorAtItsEnd) {
  auto sum = adding();
  EXPECT_THROW(sum.send(1), std::logic_error);
  EXPECT_THROW(sum.throw_(std::make_exception_ptr(1)), std::logic_error);
  sum.start();
  EXPECT_THROW(sum.start(), std::logic_error);
  EXPECT_EQ(*sum.state(), 0);
  sum.send(100);
  EXPECT_THROW(sum.send(1), std::logic_error);
  EXPECT_THROW(sum.start(), std::logic_error);
}

machine<std::string, std::string> forgiving() {
  std::string said = "begun";
  while (said != "end") {
    try {
      said = co_yield said;
    } catch (const std::runtime_error& failure) {
      said = std::string("caught ") + failure.what();
    }
  }
}

TEST(Machine, AFailureIsThrownWhereItYields) {
  auto talk = forgiving();
  talk.start();
  talk.throw_(std::make_exception_ptr(std::runtime_error("it")));
  EXPECT_EQ(*talk.state(), "caught it");
  talk.send("go on");
  EXPECT_EQ(*talk.state(), "go on");
  EXPECT_THROW(talk.throw_(std::make_exception_ptr(3)), int) << "what it does not catch comes out";
  EXPECT_TRUE(talk.is_done());
}

machine<int, int> failing() {
  for (int state = 0;; ++state) {
    if ((co_yield state) == 0) throw std::runtime_error("nothing to divide by");
  }
}

TEST(Machine, WhatItThrowsComesOutOfTheCallAndItIsDone) {
  auto divide = failing();
  divide.start();
  divide.send(1);
  EXPECT_THROW(divide.send(0), std::runtime_error);
  EXPECT_TRUE(divide.is_done());
}

machine<int, std::unique_ptr<int>> holding(std::vector<std::string>& log) {
  struct Leave {
    std::vector<std::string>& log;
    ~Leave() { log.emplace_back("left"); }
  };
  const Leave leave{log};
  int last = 0;
  for (;;) {
    const std::unique_ptr<int> command = co_yield last;
    last = *command;
  }
}

TEST(Machine, IsClosedByDestruction) {
  std::vector<std::string> log;
  {
    auto first = holding(log);
    EXPECT_TRUE(log.empty());
  }
  EXPECT_TRUE(log.empty()) << "it never ran";
  {
    auto second = holding(log);
    second.start();
    second.send(std::make_unique<int>(5));  // commands may be move-only
    EXPECT_EQ(*second.state(), 5);
    auto moved = std::move(second);
    EXPECT_EQ(*moved.state(), 5);
    moved = holding(log);
    EXPECT_EQ(log.size(), 1U);
  }
  EXPECT_EQ(log, std::vector<std::string>{"left"});
}

}  // namespace
