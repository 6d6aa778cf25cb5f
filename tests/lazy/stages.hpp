#pragma once

#include <algorithm>
#include <functional>
#include <numeric>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include "lazy/adaptors.hpp"
#include "lazy/parallel.hpp"
#include "tests/lazy/tracked.hpp"

namespace lazy {

/// One adaptor with its arguments, three times: over elements, over turns, and as a plain loop over a vector. Each of
/// its functions burns the fuse.
struct Stage {
  std::string name;
  std::function<generator<Tracked>(generator<Tracked>)> plain;
  std::function<generator<Turn<Tracked>>(generator<Turn<Tracked>>)> turns;
  std::function<std::vector<int>(const std::vector<int>&)> eager;
};

/// The stage that random numbers choose.
inline Stage random_stage(std::mt19937& random) {
  const auto stage = [](std::string name, auto lazily, auto eager) {
    return Stage{std::move(name), lazily, lazily, eager};
  };
  const auto sum = [](auto&& numbers) {
    fuse.burn();
    int total = 0;
    for (auto&& number : numbers) total += is_full(number) ? element_of(number).value : 0;
    return Tracked(total);
  };
  const int n = 1 + static_cast<int>(random() % 5);
  const auto size = static_cast<std::size_t>(n);
  const auto is_in = [n](const Tracked& number) { return fuse.burn(), number.value % (n + 1) != 0; };
  const auto less = [n](Tracked number) { return fuse.burn(), Tracked(number.value - n); };
  using Numbers = std::vector<int>;
  const auto sum_of_each = [](std::size_t length, std::size_t step, std::size_t least) {
    return [=](const Numbers& in) {
      Numbers out;
      for (std::size_t i = 0; i + least <= in.size(); i += step) {
        const auto first = in.begin() + static_cast<std::ptrdiff_t>(i);
        out.push_back(std::accumulate(first, first + static_cast<std::ptrdiff_t>(std::min(length, in.size() - i)), 0));
      }
      return out;
    };
  };

  switch (random() % 12) {
    case 0:
      return stage(
          "map", [=](auto source) { return std::move(source) | map(less); },
          [=](Numbers numbers) {
            for (int& number : numbers) number -= n;
            return numbers;
          });
    case 1:
      return stage(
          "filter", [=](auto source) { return std::move(source) | filter(is_in); },
          [=](Numbers numbers) {
            std::erase_if(numbers, [=](int number) { return number % (n + 1) == 0; });
            return numbers;
          });
    case 2: {
      const auto halve = [](Tracked number) {
        fuse.burn();
        return number.value % 2 == 0 ? std::optional(Tracked(number.value / 2)) : std::nullopt;
      };
      return stage(
          "filter_map", [=](auto source) { return std::move(source) | filter_map(halve); },
          [](Numbers numbers) {
            std::erase_if(numbers, [](int number) { return number % 2 != 0; });
            for (int& number : numbers) number /= 2;
            return numbers;
          });
    }
    case 3:
      return stage(
          "tap", [](auto source) { return std::move(source) | tap([](const Tracked&) { fuse.burn(); }); },
          [](const Numbers& numbers) { return numbers; });
    case 4:
      return stage(
          "take", [=](auto source) { return std::move(source) | take(3 * size); },
          [=](Numbers numbers) {
            numbers.resize(std::min(numbers.size(), 3 * size));
            return numbers;
          });
    case 5: {
      const auto add_index = map([](std::pair<std::size_t, Tracked> pair) {
        fuse.burn();
        return Tracked(pair.second.value + static_cast<int>(pair.first));
      });
      return stage(
          "enumerate", [=](auto source) { return std::move(source) | enumerate(size) | add_index; },
          [=](Numbers numbers) {
            for (int index = n; int& number : numbers) number += index++;
            return numbers;
          });
    }
    case 6: {
      const auto add = [](int total, const Tracked& number) { return fuse.burn(), total + number.value; };
      const auto track = map([](int total) { return Tracked(total); });
      return stage(
          "accumulate", [=](auto source) { return std::move(source) | accumulate(n, add) | track; },
          [=](Numbers numbers) {
            for (int total = n; int& number : numbers) number = total += number;
            return numbers;
          });
    }
    case 7:
      return stage(
          "batched",
          [=]<typename Item>(generator<Item> source) -> generator<Item> {
            return std::move(source) | batched(size) | map(sum) |
                   map([](Tracked total) { return Item(std::move(total)); });
          },
          sum_of_each(size, size, 1));
    case 8:
      return stage(
          "windowed", [=](auto source) { return std::move(source) | windowed(size) | map(sum); },
          sum_of_each(size, 1, size));
    case 9: {
      const auto key = [](const Tracked& number) { return fuse.burn(), number.value % 2 == 0; };
      const auto total = [=](auto group) { return sum(group.elements); };
      return stage(
          "group_by", [=](auto source) { return std::move(source) | group_by(key) | map(total); },
          [](const Numbers& in) {
            Numbers out;
            for (std::size_t i = 0; i < in.size(); ++i) {
              if (i == 0 || (in[i] % 2 == 0) != (in[i - 1] % 2 == 0)) out.push_back(0);
              out.back() += in[i];
            }
            return out;
          });
    }
    case 10:
      return stage(
          "chain and round_robin",
          [=]<typename Item>(generator<Item> source) {
            std::vector<generator<Item>> one;
            one.push_back(std::move(source));
            auto more = count(0) | take(size) | map([](int number) { return Item(Tracked(number)); });
            return chain(round_robin(std::move(one), [] { fuse.burn(); }), std::move(more));
          },
          [=](Numbers numbers) {
            for (int number = 0; number < n; ++number) numbers.push_back(number);
            return numbers;
          });
    default:
      return stage(
          "parallel_map",
          [=](auto source) { return std::move(source) | parallel_map(less, {.workers = 2, .window = size}); },
          [=](Numbers numbers) {
            for (int& number : numbers) number -= n;
            return numbers;
          });
  }
}

/// A random pipeline over random numbers.
struct Pipeline {
  std::vector<int> numbers;
  std::vector<Stage> stages;

  explicit Pipeline(unsigned seed) {
    std::mt19937 random(seed);
    for (auto left = random() % 40; left > 0; --left) numbers.push_back(static_cast<int>(random() % 100));
    for (auto left = random() % 6; left > 0; --left) stages.push_back(random_stage(random));
  }

  generator<Tracked> plain(int& pulled) const {
    auto line = tracked(numbers, pulled);
    for (const Stage& stage : stages) line = stage.plain(std::move(line));
    return line;
  }
  generator<Turn<Tracked>> turns(int& pulled) const {
    auto line = tracked_turns(numbers, pulled);
    for (const Stage& stage : stages) line = stage.turns(std::move(line));
    return line;
  }
  std::vector<int> eager() const {
    std::vector<int> result = numbers;
    for (const Stage& stage : stages) result = stage.eager(result);
    return result;
  }
  std::string name() const {
    std::string names = std::to_string(numbers.size()) + " numbers";
    for (const Stage& stage : stages) names += " | " + stage.name;
    return names;
  }
};

}  // namespace lazy
