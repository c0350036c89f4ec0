#pragma once

#include "http/address.hpp"
#include "http/message.hpp"

namespace parley::http {

/// Sets client address, host and scheme of a request from its peer, and from `X-Forwarded-For`,
/// `-Proto` and `-Host` if the peer is trusted; from anybody else those are ignored.
void identifyClient(Request& request, const Address& peer, const std::vector<Network>& trusted);

}  // namespace parley::http
