#pragma once

#include <string_view>

namespace crawler {

/// Whether a host is plainly the operator's own, by its name alone: this machine ("localhost", RFC 6761, 6.3; a
/// loopback address), an address of private networks (RFC 1918, RFC 4193), or a name of a single label, which the
/// public DNS hardly answers for. `host` is as `Url::host()` or `Url::site()` gives it. Says how fast it may be asked,
/// not whether.
bool is_own_host(std::string_view host);

}  // namespace crawler
