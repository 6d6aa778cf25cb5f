#include "crawler/public_suffix.hpp"

#include <libpsl.h>

#include <cstring>
#include <memory>

#include "crawler/ip_address.hpp"

namespace crawler {
namespace {

// A domain whose name server answers for any subdomain has no end of hosts; an honest one has hundreds.
constexpr std::size_t kMostKnown = 4096;

struct Closer {
  void operator()(psl_ctx_t* list) const { psl_free(list); }
};

/// Debian's `publicsuffix` if it is newer than what libpsl brings along.
const psl_ctx_t* public_suffixes() {
  static const std::unique_ptr<psl_ctx_t, Closer> latest(psl_latest(nullptr));
  return latest ? latest.get() : psl_builtin();
}

bool is_ip_address(std::string_view host) {
  return host.starts_with('[') || ends_in_number(host);
}

}  // namespace

std::string_view registrable_domain(std::string_view host) {
  if (is_ip_address(host)) return host;
  const std::string terminated(host);
  const char* const domain = psl_registrable_domain(public_suffixes(), terminated.c_str());
  return domain == nullptr ? host : host.substr(host.size() - std::strlen(domain));
}

bool RegistrableDomain::contains(std::string_view host) const {
  if (!host.ends_with(name_)) return false;
  if (host.size() == name_.size()) return true;
  if (host[host.size() - name_.size() - 1] != '.') return false;
  if (const auto known = known_.find(host); known != known_.end()) return known->second;
  // A public suffix may lie between: a.github.io is not of github.io.
  const bool is_subdomain = registrable_domain(host) == name_;
  if (known_.size() >= kMostKnown) known_.clear();
  known_.emplace(host, is_subdomain);
  return is_subdomain;
}

}  // namespace crawler
