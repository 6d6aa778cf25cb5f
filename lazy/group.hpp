#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <ranges>
#include <type_traits>
#include <utility>

#include "lazy/cursor.hpp"
#include "lazy/generator.hpp"
#include "lazy/pipe.hpp"
#include "lazy/turn.hpp"

namespace lazy {

/// Neighbours with the same key.
template <typename Key, typename Reference>
struct Group {
  Key key;
  generator_of<Reference> elements;  ///< each read from the source when it is asked for
};

namespace detail {

/// The source, read by two: the group that is out, and the generator of groups.
template <std::ranges::view View, typename KeyOf>
class Grouping {
 public:
  using Reference = std::ranges::range_reference_t<View>;
  using Key = std::remove_cvref_t<std::invoke_result_t<KeyOf&, const element_t<View>&>>;

  Grouping(View source, KeyOf key_of) : source_(std::move(source)), key_of_(std::move(key_of)) {}

  /// Goes to the next item that nobody has read, if it is not there already. False at the end.
  bool reach_unread() {
    if (state_ == State::kRead) {
      state_ = State::kEnd;  // so it stays if the source throws
      key_.reset();
      if (source_.advance()) {
        if (is_full(*source_))
          key_.emplace(std::invoke(key_of_, static_cast<const element_t<View>&>(element_of(*source_))));
        state_ = State::kUnread;
      }
    }
    return state_ == State::kUnread;
  }
  Reference read() {
    state_ = State::kRead;
    return *source_;
  }

  /// Of the unread item; nothing if it is an empty turn.
  const std::optional<Key>& key() const { return key_; }
  bool is_in(const Key& group) const { return !key_ || *key_ == group; }

 private:
  enum class State : std::uint8_t { kRead, kUnread, kEnd };

  Cursor<View> source_;
  KeyOf key_of_;
  std::optional<Key> key_;
  State state_ = State::kRead;
};

template <typename Source>
generator_of<typename Source::Reference> group_elements(Source& source, const typename Source::Key& key) {
  while (source.reach_unread() && source.is_in(key)) co_yield source.read();
}

template <typename Group, typename Item, std::ranges::view View, typename KeyOf>
generator<Item> grouped(View view, KeyOf key_of) {
  Grouping<View, KeyOf> source(std::move(view), std::move(key_of));
  std::optional<typename Grouping<View, KeyOf>::Key> last;
  while (source.reach_unread()) {
    if constexpr (is_turn<Item>) {
      if (!source.key()) {
        source.read();
        Item empty;
        co_yield std::move(empty);
        continue;
      }
    }
    if (last && source.is_in(*last)) {
      source.read();  // of a group that the consumer did not read to its end
      continue;
    }
    const auto& key = last.emplace(source.key().value());
    Group group{key, group_elements(source, key)};
    Item item(std::move(group));
    co_yield std::move(item);
  }
}

}  // namespace detail

/// Yields a `Group` for each run of neighbours with equal `key_of(const element&)`, and no group is ever held: its
/// elements come from the source while the group is read, so memory is one element, however long the run. A group can
/// be read until the next one is asked for, which skips what was left of it.
///
/// Over turns, yields turns of groups, and a group's elements are turns.
template <typename KeyOf>
auto group_by(KeyOf key_of) {
  return Adaptor{[key_of = std::move(key_of)]<typename View>(View source) mutable {
    using Source = detail::Grouping<View, KeyOf>;
    using Run = Group<typename Source::Key, typename Source::Reference>;
    using Item = std::conditional_t<range_of_turns<View>, Turn<Run>, Run>;
    return detail::grouped<Run, Item>(std::move(source), std::move(key_of));
  }};
}

}  // namespace lazy
