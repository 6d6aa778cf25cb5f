#include "html/gumbo_assert.hpp"

#include <cstdio>
#include <cstdlib>

namespace {
thread_local bool throws = false;
}

namespace html {

ThrowOnFailedAssertion::ThrowOnFailedAssertion() {
  throws = true;
}
ThrowOnFailedAssertion::~ThrowOnFailedAssertion() {
  throws = false;
}

}  // namespace html

// Takes the place of the C library's, of which it has the name and, but for the exception, the behaviour.
// NOLINTNEXTLINE(bugprone-reserved-identifier)
extern "C" [[noreturn]] void __assert_fail(const char* assertion, const char* file, unsigned line,
                                           const char* function) {
  if (throws) throw html::ThrowOnFailedAssertion::Failed();
  std::fprintf(stderr, "%s:%u: %s: Assertion `%s' failed.\n", file, line, function, assertion);
  std::abort();
}
