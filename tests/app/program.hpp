#pragma once

#include <gtest/gtest.h>

#include <filesystem>
#include <string>
#include <vector>

#include "tests/support/process.hpp"

/// The program as a process of its own.
namespace program {

inline support::Ended sitedex(std::vector<std::string> arguments) {
  arguments.insert(arguments.begin(), SITEDEX_PROGRAM);
  return support::Process(arguments).wait();
}

/// What a file that is sound holds, in a word: equal for equal indexes.
inline std::string digest(const std::filesystem::path& file) {
  const support::Ended sound = sitedex({"check", "--db", file});
  EXPECT_EQ(sound.exit_code, 0) << sound.out << sound.err;
  const support::Ended ended = sitedex({"check", "--digest", "--db", file});
  EXPECT_EQ(ended.exit_code, 0) << ended.err;
  return ended.out;
}

}  // namespace program
