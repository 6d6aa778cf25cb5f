#include "indexer/site_model.hpp"

#include <xxhash.h>

#include <algorithm>
#include <cassert>
#include <optional>
#include <utility>

#include "base/ascii.hpp"
#include "indexer/layout.hpp"
#include "indexer/packed_numbers.hpp"

namespace indexer {
namespace {

constexpr std::size_t kMostBlocks = 4000;                       // of a page that are counted
constexpr std::size_t kLeastPages = kPagesOfModel * 2 / 5 + 1;  // 40 % of them, rounded up

/// Whether there may be a word in it: signs and numbers alone (`}`, `(1)`) belong to what stands around them.
bool has_letter(std::string_view text) {
  return std::ranges::any_of(text, [](char c) { return base::kLetters.contains(c) || !base::is_ascii(c); });
}

void append_line(std::string& text, std::string_view line) {
  if (!text.empty()) text += '\n';
  text += line;
}

/// A block that has been moved, by its number, and the line that it was of `headings`; both from 0.
struct Move {
  std::uint64_t block = 0;
  std::optional<std::uint64_t> heading;
};

/// Writes moves in order, each as what lies between it and the one before.
class MoveWriter {
 public:
  void add(const Move& move) {
    append_number(bytes_, (move.block - next_block_) * 2 + (move.heading ? 1 : 0));
    if (move.heading) append_number(bytes_, *move.heading - next_heading_);
    next_block_ = move.block + 1;
    if (move.heading) next_heading_ = *move.heading + 1;
  }

  std::string take() { return std::move(bytes_); }

 private:
  std::string bytes_;
  std::uint64_t next_block_ = 0;
  std::uint64_t next_heading_ = 0;
};

std::vector<Move> read_moves(std::string_view bytes) {
  std::vector<Move> moves;
  std::uint64_t next_block = 0, next_heading = 0;
  while (!bytes.empty()) {
    const std::uint64_t number = take_number(bytes);
    Move move{.block = next_block + number / 2, .heading = {}};
    next_block = move.block + 1;
    if (number % 2 != 0) {
      move.heading = next_heading + take_number(bytes);
      next_heading = *move.heading + 1;
    }
    moves.push_back(move);
  }
  return moves;
}

/// The lines of `headings`, which has those of the main content in order, and others.
class HeadingLines {
 public:
  explicit HeadingLines(std::string_view headings) : lines_(headings) {}

  /// The number of the next line that is `heading`; nothing if there is none.
  std::optional<std::uint64_t> find(std::string_view heading) {
    while (!lines_.is_over()) {
      const std::uint64_t number = next_++;
      if (lines_.take(1) == heading) return number;
    }
    return std::nullopt;
  }

 private:
  LineReader lines_;
  std::uint64_t next_ = 0;
};

std::string without_lines(std::string_view text, const std::vector<std::uint64_t>& numbers) {
  std::string left;
  auto next = numbers.begin();
  LineReader lines(text);
  for (std::uint64_t number = 0; !lines.is_over(); ++number) {
    const std::string_view line = lines.take(1);
    if (next != numbers.end() && *next == number) {
      ++next;
    } else {
      append_line(left, line);
    }
  }
  return left;
}

/// Which blocks go; none if nothing to read would be left.
std::vector<bool> blocks_to_move(const std::vector<MainBlock>& blocks, const SiteModel& model) {
  std::vector<bool> moves(blocks.size());
  bool has_text_left = false;
  for (std::size_t i = 0; i < blocks.size(); ++i) {
    moves[i] = model.has(blocks[i].text);
    has_text_left = has_text_left || (!moves[i] && !blocks[i].is_heading && has_letter(blocks[i].text));
  }
  if (!has_text_left) moves.assign(moves.size(), false);
  return moves;
}

/// The end of `rest` to which blocks have been moved, cut off from it.
std::string cut_moved(std::string& rest, std::uint64_t lines) {
  std::size_t begin = rest.size();
  for (; lines > 0 && begin != rest.npos; --lines) begin = begin == 0 ? rest.npos : rest.rfind('\n', begin - 1);
  if (begin == rest.npos) return std::exchange(rest, {});
  std::string moved = rest.substr(std::min(begin + 1, rest.size()));
  rest.resize(begin);
  return moved;
}

std::uint64_t lines_of(const std::vector<Move>& moves, const Document& page) {
  const auto most =
      static_cast<std::uint64_t>(std::ranges::count(page.body, '\n') + std::ranges::count(page.rest, '\n') + 2);
  std::uint64_t lines = 0;
  auto move = moves.begin();
  LayoutReader shapes(page.layout);
  for (std::uint64_t block = 0; move != moves.end() && block < most; ++block) {
    const std::uint64_t its_lines = shapes.next().lines;
    if (block != move->block) continue;
    lines += its_lines;
    ++move;
  }
  return lines;
}

/// The body with `moved` back in their places. Of each heading among them, its line.
struct Rejoined {
  std::string body;
  std::vector<std::pair<std::uint64_t, std::string>> headings;
};

Rejoined rejoin(const Document& page, std::string_view moved, const std::vector<Move>& moves) {
  Rejoined whole;
  LayoutReader shapes(page.layout);
  LineReader staid(page.body), away(moved);
  auto move = moves.begin();
  for (std::uint64_t block = 0; !staid.is_over() || move != moves.end(); ++block) {
    const std::uint64_t lines = shapes.next().lines;
    if (move == moves.end() || (block != move->block && !staid.is_over())) {
      append_line(whole.body, staid.take(lines));
      continue;
    }
    const std::string_view text = away.take(lines);
    append_line(whole.body, text);
    if (move->heading) whole.headings.emplace_back(*move->heading, text);
    ++move;
  }
  return whole;
}

std::string with_lines(std::string_view text, const std::vector<std::pair<std::uint64_t, std::string>>& added) {
  std::string whole;
  LineReader lines(text);
  auto next = added.begin();
  for (std::uint64_t number = 0; !lines.is_over() || next != added.end(); ++number) {
    const bool is_added = next != added.end() && (next->first == number || lines.is_over());
    append_line(whole, is_added ? std::string_view((next++)->second) : lines.take(1));
  }
  return whole;
}

}  // namespace

std::uint64_t SiteModel::hash(std::string_view block) {
  return XXH3_64bits(block.data(), block.size());
}

void RepeatedBlocks::count(const Document& page) {
  ++pages_;
  std::size_t blocks = 0;
  for (const MainBlock& block : blocks_of(page.body, page.layout)) {
    if (++blocks > kMostBlocks) return;
    if (!has_letter(block.text)) continue;
    Count& count = counts_[SiteModel::hash(block.text)];
    if (std::exchange(count.last_page, pages_) == pages_) continue;
    if (++count.pages == kLeastPages) found_.emplace_back(block.text);
  }
}

void move_repeated(Document& page, const SiteModel& model) {
  assert(page.moved.empty());
  if (model.empty()) return;
  const std::vector<MainBlock> blocks = blocks_of(page.body, page.layout);
  const std::vector<bool> moves = blocks_to_move(blocks, model);
  if (std::ranges::find(moves, true) == moves.end()) return;
  std::string body;
  body.reserve(page.body.size());
  MoveWriter written;
  HeadingLines headings(page.headings);
  std::vector<std::uint64_t> headings_moved;
  for (std::size_t i = 0; i < blocks.size(); ++i) {
    const auto heading = blocks[i].is_heading ? headings.find(blocks[i].text) : std::nullopt;
    append_line(moves[i] ? page.rest : body, blocks[i].text);
    if (!moves[i]) continue;
    written.add({.block = i, .heading = heading});
    if (heading) headings_moved.push_back(*heading);
  }
  page.terms.move_pieces(moves, page.rest_terms);
  if (!headings_moved.empty()) page.headings = without_lines(page.headings, headings_moved);
  page.body = std::move(body);
  page.moved = written.take();
}

std::vector<std::size_t> places_of_blocks(std::string_view body, std::string_view layout, std::string_view moved) {
  const std::vector<Move> moves = read_moves(moved);
  std::vector<std::size_t> places;
  auto move = moves.begin();
  LayoutReader shapes(layout);
  for (LineReader lines(body); !lines.is_over();) {
    const std::uint64_t count = shapes.next().lines;
    if (move != moves.end() && move->block == places.size()) {
      places.push_back(std::string_view::npos);
      ++move;
    } else {
      places.push_back(static_cast<std::size_t>(lines.take(count).data() - body.data()));
    }
  }
  return places;
}

void move_back(Document& page) {
  if (page.moved.empty()) return;
  const std::vector<Move> moves = read_moves(page.moved);
  const std::string moved = cut_moved(page.rest, lines_of(moves, page));
  auto [body, headings] = rejoin(page, moved, moves);
  page.body = std::move(body);
  page.headings = with_lines(page.headings, headings);
  page.moved.clear();
}

}  // namespace indexer
