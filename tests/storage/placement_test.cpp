#include "storage/placement.hpp"

#include <gtest/gtest.h>

#include <random>
#include <set>
#include <string>
#include <vector>

#include "storage/sqlite.hpp"

namespace storage {
namespace {

constexpr int kPageBytes = 8192;
constexpr int kRows = 3000;

/// Lengths of texts as those of C++ reference pages: most of one or two to a page, some over several.
std::vector<std::size_t> lengths() {
  std::mt19937 random(20261126);  // NOLINT(cert-msc51-cpp): the same each time
  std::lognormal_distribution<double> length(8.2, 0.6);
  std::vector<std::size_t> lengths(kRows);
  for (std::size_t& one : lengths) one = static_cast<std::size_t>(length(random)) + 200;
  return lengths;
}

class Table {
 public:
  Table() : connection_("", SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE) {
    connection_.execute("PRAGMA page_size = 8192; CREATE TABLE texts(place INTEGER PRIMARY KEY, text TEXT) STRICT");
  }

  void insert(std::int64_t place, std::size_t length) {
    connection_.prepare("INSERT INTO texts VALUES (?, ?)").run(place, std::string(length, 'x'));
  }

  std::int64_t rows() { return connection_.integer("SELECT count(*) FROM texts"); }
  std::size_t bytes() { return static_cast<std::size_t>(connection_.integer("PRAGMA page_count")) * kPageBytes; }

 private:
  Connection connection_;
};

TEST(Placement, FillsThePagesOfATable) {
  Table table;
  Placement placement(kPageBytes, 0);
  std::size_t text_bytes = 0;
  for (const std::size_t length : lengths()) {
    table.insert(placement.rowid_for(length + 6), length);
    text_bytes += length;
  }
  EXPECT_LT(static_cast<double>(table.bytes()) / static_cast<double>(text_bytes), 1.08);
}

TEST(Placement, IsWhatTheirOrderWouldNotHaveDone) {
  Table table;
  std::size_t text_bytes = 0;
  std::int64_t place = 0;
  for (const std::size_t length : lengths()) {
    table.insert(++place, length);
    text_bytes += length;
  }
  EXPECT_GT(static_cast<double>(table.bytes()) / static_cast<double>(text_bytes), 1.2);
}

TEST(Placement, GivesNoRowidTwiceNorOneThatWasThere) {
  constexpr std::int64_t kLargest = 1000;
  Placement placement(kPageBytes, kLargest);
  std::set<std::int64_t> rowids;
  for (const std::size_t length : lengths()) {
    const std::int64_t rowid = placement.rowid_for(length % 700);
    EXPECT_GT(rowid, kLargest);
    EXPECT_TRUE(rowids.insert(rowid).second) << rowid;
  }
}

TEST(Placement, OfRowsThatAreLongerThanSaidCostsOnlyRoom) {
  Table table;
  Placement placement(kPageBytes, 0);
  for (const std::size_t length : lengths()) table.insert(placement.rowid_for(length / 2), length);
  EXPECT_EQ(table.rows(), kRows);
}

}  // namespace
}  // namespace storage
