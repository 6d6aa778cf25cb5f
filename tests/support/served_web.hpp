#pragma once

#include "tests/support/web_graph.hpp"
#include "tests/support/web_server.hpp"

namespace support {

/// What `web` has to say to a request, in bytes. Most of its pages have an `ETag`, and answer 304 where it is known.
/// A handler for `WebServer`; a node's page is at "/n/NODE".
Answer answer(const WebGraph& web, const SeenRequest& request);

}  // namespace support
