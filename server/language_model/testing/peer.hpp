#pragma once

#include <stdexcept>
#include <string>

#include "language_model/testing/node_child.hpp"

namespace parley::language_model::testing {

/// The scripted Messages API of e2e/peers/anthropic as a child process.
class Peer {
 public:
  Peer() : url_{child_.readLine()} {
    if (url_.empty()) throw std::runtime_error{"the peer did not start"};
  }

  const std::string& url() const { return url_; }

 private:
  NodeChild child_{"peers/anthropic/peer.mjs"};
  std::string url_;
};

}  // namespace parley::language_model::testing
