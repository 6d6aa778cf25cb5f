#pragma once

namespace html {

/// While one of these lives, an assertion that fails on its thread throws `Failed`; at any other time it ends the
/// program, as ever. For Gumbo: it is built with assertions, and hostile pages break some of them, as
/// `<table><svg><select><title><select><table>` does.
class ThrowOnFailedAssertion {
 public:
  struct Failed {};

  ThrowOnFailedAssertion();
  ~ThrowOnFailedAssertion();
  ThrowOnFailedAssertion(const ThrowOnFailedAssertion&) = delete;
  ThrowOnFailedAssertion& operator=(const ThrowOnFailedAssertion&) = delete;
};

}  // namespace html
