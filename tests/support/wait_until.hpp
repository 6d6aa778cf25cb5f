#pragma once

#include <gtest/gtest.h>

#include <chrono>
#include <functional>
#include <thread>

#include "tests/support/patience.hpp"

namespace support {

/// Waits for what other threads or processes are about to do: looks again and again whether it is so. What does not
/// come within `kPatience` is a failure; false then.
inline bool wait_until(const std::function<bool()>& is_so) {
  const auto end = std::chrono::steady_clock::now() + kPatience;
  while (!is_so()) {
    if (std::chrono::steady_clock::now() >= end) {
      ADD_FAILURE() << "it has not come to be so";
      return false;
    }
    std::this_thread::sleep_for(std::chrono::milliseconds(1));
  }
  return true;
}

}  // namespace support
