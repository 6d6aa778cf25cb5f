#include "app/storage_failure.hpp"

namespace app {

using storage::StorageErrorKind;

std::string_view advice(StorageErrorKind kind) {
  switch (kind) {
    case StorageErrorKind::kMissing:
      return "; sitedex crawl makes one, --db names another";
    case StorageErrorKind::kFull:
      return "; nothing that was committed is lost: when there is room, run the same command again";
    case StorageErrorKind::kDamaged:
      return "; sitedex check tells more, and what to do";
    default:
      return "";  // the message says it
  }
}

Exit exit_code(StorageErrorKind kind) {
  switch (kind) {
    case StorageErrorKind::kHeld:
      return Exit::kHeld;
    case StorageErrorKind::kExists:
      return Exit::kUsage;
    default:
      return Exit::kStorage;
  }
}

}  // namespace app
