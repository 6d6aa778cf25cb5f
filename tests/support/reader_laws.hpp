#pragma once

#include <string>

namespace support {

/// What became of a page that both readers were given.
struct Agreement {
  bool is_accepted = false;  ///< by the scanner
  std::string refusal;       ///< why not
  std::string difference;    ///< between what the scanner and the tree gave; empty if there is none
};

/// Reads `source`, valid UTF-8, without a tree and, where that is accepted, from Gumbo's tree, which is the judge. Left
/// out of it: pages on which Gumbo fails, or of which it does what no edition of the standard asks for (numeric
/// references beyond 32 bits).
Agreement compare_readers(const std::string& source);

/// The same for the reading of links alone, which is compared with that of everything.
Agreement compare_link_readers(const std::string& source);

}  // namespace support
