#pragma once

#include <string>
#include <string_view>

#include "http/message.hpp"

namespace parley::http {

/// One frame of `text/event-stream`. Line breaks in the data become several `data:` lines; in the
/// id and the event name they are dropped.
struct Event {
  std::string id;
  std::string event;
  std::string data;
};

std::string format(const Event& event);

/// An answer that streams events: content type, no caching or buffering on the way, a comment every
/// 15 s so that proxies keep the connection and a vanished client is noticed.
Response eventStream(BodyStream stream);

}  // namespace parley::http
