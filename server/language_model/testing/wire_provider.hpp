#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "language_model/protocol.hpp"
#include "language_model/testing/wire_peer.hpp"

namespace parley::language_model::testing {

/// What one provider sends, and what it refuses: for the tests that hold for all of them.
struct WireProvider {
  std::string name;
  std::function<std::unique_ptr<const Protocol>()> protocol;
  std::string base_path;
  std::string turn_path;
  std::string model;
  std::string other_model;
  std::string list;                     ///< of models, as JSON
  std::string contract;                 ///< the type of its requests in the official SDK
  std::string event_contract;           ///< the type of the events of its streams there
  bool errors_are_events = true;        ///< in that type as well
  std::string count_path;               ///< where tokens are counted; empty: nowhere
  std::string count_contract;           ///< the type of what is sent there
  std::string count_answer;             ///< what comes back: 4,711 tokens
  std::vector<std::string> own_fields;  ///< of servers, which get back what the SDK does not know
  WirePeer::Check check;

  std::vector<std::string> hello;  ///< the text "Hello – 😀!"
  std::vector<std::string>
      calls;             ///< "One moment.", then find({"q":"a/b","n":15}) and find({"q":"é😀"})
  std::string received;  ///< of `calls`, what has to go back byte for byte
  std::string secret;    ///< of `calls`, what must not go to another account or model
  std::vector<std::string> unreadable_call;
  std::vector<std::string> cut;  ///< "Part" of a text, ended by the limit of tokens
  std::string passing_error;     ///< an event: try again
  std::string lasting_error;     ///< an event: the key is at fault
  std::string spend_limit;       ///< body of a 429 that no retry helps
  std::string bad_key;           ///< body of the answer to a wrong key
  int bad_key_status = 401;
  std::size_t optional_events = 0;  ///< at the end of a stream, that need not come
};

}  // namespace parley::language_model::testing
