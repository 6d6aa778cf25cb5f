#include "crawler/curl_error.hpp"

#include <cerrno>
#include <string>
#include <string_view>

namespace crawler {

using base::ErrorKind;

namespace {

/// By X509_V_ERR_... of OpenSSL's x509_vfy.h; a wrong name is libcurl's own finding, which leaves 1 there.
std::string_view fault(long certificate) {
  switch (certificate) {
    case 9:
      return "not valid yet";
    case 10:
      return "expired";
    case 18:
      return "self-signed";
    case 2:   // its issuer's is not there
    case 19:  // a root that nobody here trusts
    case 20:
    case 21:
      return "of an unknown authority";
    case 1:
      return "not valid for this host";
    default:
      return "not valid";
  }
}

base::Error proxy_error(long status) {
  constexpr long kNeedsCredentials = 407;  // RFC 9110, 15.5.8
  const auto kind = status == kNeedsCredentials ? ErrorKind::kTellUser : ErrorKind::kRetryLater;
  return {kind, "the proxy refused: status " + std::to_string(status)};
}

}  // namespace

base::Error curl_error(CURLcode code, const CurlFailure& failure) {
  switch (code) {
    case CURLE_COULDNT_RESOLVE_HOST:
      return {ErrorKind::kGiveUpHost, "could not resolve the host name"};
    case CURLE_COULDNT_RESOLVE_PROXY:
      return {ErrorKind::kTellUser, "could not resolve the proxy's name"};
    case CURLE_COULDNT_CONNECT:
      return {ErrorKind::kRetryLater, failure.os_errno == ECONNREFUSED ? "connection refused" : "could not connect"};
    case CURLE_ABORTED_BY_CALLBACK:  // by us: libcurl's callbacks never abort a transfer so
      return {ErrorKind::kCancelled, "cancelled"};
    case CURLE_OPERATION_TIMEDOUT:
      return {ErrorKind::kRetryLater, "timed out"};
    case CURLE_PEER_FAILED_VERIFICATION:
    case CURLE_SSL_ISSUER_ERROR:
      return {ErrorKind::kGiveUpHost, "TLS: the certificate is " + std::string(fault(failure.certificate))};
    case CURLE_SSL_CONNECT_ERROR:
    case CURLE_SSL_CIPHER:
      return {ErrorKind::kRetryLater, "TLS: handshake failed"};
    case CURLE_SSL_CACERT_BADFILE:
      return {ErrorKind::kTellUser, "TLS: cannot read the certificates of the authorities"};
    case CURLE_PARTIAL_FILE:
      return {ErrorKind::kRetryLater, "broken transfer: closed before the end"};
    case CURLE_GOT_NOTHING:
      return {ErrorKind::kRetryLater, "broken transfer: closed without an answer"};
    case CURLE_RECV_ERROR:  // a refused CONNECT, a reset connection, and a malformed chunk too
    case CURLE_SEND_ERROR:
    case CURLE_HTTP2:
    case CURLE_HTTP2_STREAM:
      if (failure.proxy_status >= 300) return proxy_error(failure.proxy_status);
      return {ErrorKind::kRetryLater, "broken transfer"};
    case CURLE_SETOPT_OPTION_SYNTAX:
      return {ErrorKind::kTellUser, "malformed resolve entry: expected HOST:PORT:ADDRESS"};
    case CURLE_OUT_OF_MEMORY:  // said of a header line over libcurl's bound of 100 kB
      return {ErrorKind::kSkip, "too many headers"};
    case CURLE_WEIRD_SERVER_REPLY:
      return {ErrorKind::kSkip, "malformed response"};
    case CURLE_UNSUPPORTED_PROTOCOL:  // said of an answer without a status line too, HTTP/0.9
      return {ErrorKind::kSkip, "not HTTP"};
    case CURLE_URL_MALFORMAT:
      return {ErrorKind::kSkip, "malformed URL"};
    default:
      return {ErrorKind::kSkip, std::string("transfer failed: ") + curl_easy_strerror(code)};
  }
}

}  // namespace crawler
