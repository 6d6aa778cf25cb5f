#pragma once

/// Python's itertools for C++ ranges, over generators:
///
///     for (auto&& batch : chain(seeds, links) | filter(is_new) | map(fetch) | batched(100)) store(batch);
///
/// An adaptor takes any input range, over move-only elements too, and makes a `lazy::generator`: single pass, nothing
/// pulled before it is asked for and nothing after the last. All work happens on the consumer's thread
/// (`lazy/parallel.hpp` has the one that spreads it). A range of optionals is a range of turns (`lazy/turn.hpp`).

#include "lazy/batch.hpp"   // batched
#include "lazy/each.hpp"    // map, filter, filter_map, tap, tap_turns, take, enumerate, accumulate, count
#include "lazy/group.hpp"   // group_by
#include "lazy/merge.hpp"   // chain, round_robin
#include "lazy/window.hpp"  // windowed
