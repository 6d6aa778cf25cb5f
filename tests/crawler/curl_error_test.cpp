#include "crawler/curl_error.hpp"

#include <gtest/gtest.h>

#include <cerrno>
#include <string>
#include <utility>

namespace crawler {
namespace {

using base::Error;
using base::ErrorKind;

TEST(CurlError, ARefusedConnectionIsToldFromOtherFailures) {
  EXPECT_EQ(curl_error(CURLE_COULDNT_CONNECT, {.os_errno = ECONNREFUSED}),
            (Error{ErrorKind::kRetryLater, "connection refused"}));
  EXPECT_EQ(curl_error(CURLE_COULDNT_CONNECT, {.os_errno = ENETUNREACH}),
            (Error{ErrorKind::kRetryLater, "could not connect"}));
}

TEST(CurlError, EachFaultOfACertificateHasItsWords) {  // the numbers are those of OpenSSL's x509_vfy.h
  for (const auto& [fault, words] :
       {std::pair(1L, "not valid for this host"), std::pair(9L, "not valid yet"), std::pair(10L, "expired"),
        std::pair(18L, "self-signed"), std::pair(20L, "of an unknown authority"), std::pair(23L, "not valid")}) {
    EXPECT_EQ(curl_error(CURLE_PEER_FAILED_VERIFICATION, {.certificate = fault}),
              (Error{ErrorKind::kGiveUpHost, std::string("TLS: the certificate is ") + words}));
  }
}

TEST(CurlError, AProxyThatWantsCredentialsIsForTheUserToMend) {
  EXPECT_EQ(curl_error(CURLE_RECV_ERROR, {.proxy_status = 407}),
            (Error{ErrorKind::kTellUser, "the proxy refused: status 407"}));
  EXPECT_EQ(curl_error(CURLE_RECV_ERROR, {.proxy_status = 502}),
            (Error{ErrorKind::kRetryLater, "the proxy refused: status 502"}));
  EXPECT_EQ(curl_error(CURLE_RECV_ERROR, {.proxy_status = 200}), (Error{ErrorKind::kRetryLater, "broken transfer"}));
}

TEST(CurlError, WhatIsNotNamedHasLibcurlsWords) {
  const Error error = curl_error(CURLE_TOO_MANY_REDIRECTS, {});
  EXPECT_EQ(error.kind, ErrorKind::kSkip);
  EXPECT_TRUE(error.what.starts_with("transfer failed: "));
}

}  // namespace
}  // namespace crawler
