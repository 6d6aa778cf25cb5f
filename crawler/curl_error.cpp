#include "crawler/curl_error.hpp"

#include <cerrno>
#include <string>

namespace crawler {

using base::ErrorKind;

base::Error curl_error(CURLcode code, long os_errno) {
  switch (code) {
    case CURLE_COULDNT_RESOLVE_HOST:
      return {ErrorKind::kGiveUpHost, "could not resolve the host name"};
    case CURLE_COULDNT_RESOLVE_PROXY:
      return {ErrorKind::kTellUser, "could not resolve the proxy's name"};
    case CURLE_COULDNT_CONNECT:
      return {ErrorKind::kRetryLater, os_errno == ECONNREFUSED ? "connection refused" : "could not connect"};
    case CURLE_ABORTED_BY_CALLBACK:  // by us: libcurl's callbacks never abort a transfer so
      return {ErrorKind::kCancelled, "cancelled"};
    case CURLE_OPERATION_TIMEDOUT:
      return {ErrorKind::kRetryLater, "timed out"};
    case CURLE_PEER_FAILED_VERIFICATION:
    case CURLE_SSL_ISSUER_ERROR:
      return {ErrorKind::kGiveUpHost, "TLS: the certificate is not valid for this host"};
    case CURLE_SSL_CONNECT_ERROR:
    case CURLE_SSL_CIPHER:
      return {ErrorKind::kRetryLater, "TLS: handshake failed"};
    case CURLE_SSL_CACERT_BADFILE:
      return {ErrorKind::kTellUser, "TLS: cannot read the certificates of the authorities"};
    case CURLE_PARTIAL_FILE:
      return {ErrorKind::kRetryLater, "broken transfer: closed before the end"};
    case CURLE_GOT_NOTHING:
      return {ErrorKind::kRetryLater, "broken transfer: closed without an answer"};
    case CURLE_RECV_ERROR:  // a reset connection, and a malformed chunk too
    case CURLE_SEND_ERROR:
    case CURLE_HTTP2:
    case CURLE_HTTP2_STREAM:
      return {ErrorKind::kRetryLater, "broken transfer"};
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
