#pragma once

namespace app {

/// While one lives, the first SIGINT or SIGTERM asks the program to stop at the next good place; a second one ends it
/// at once, which loses nothing that was committed. One at a time; the main thread.
class Interrupt {
 public:
  Interrupt();
  ~Interrupt();
  Interrupt(const Interrupt&) = delete;
  Interrupt& operator=(const Interrupt&) = delete;

  bool is_requested() const;
};

}  // namespace app
