#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "language_model/model.hpp"

/// A conversation in the order that every provider wants: each call answered once, right after its
/// turn, and nothing empty.
namespace parley::language_model {

struct CallRef {
  std::string id;
  std::string name;
};

struct Answer {
  CallRef call;
  std::string content;
  bool is_error = false;
};

/// An assistant turn with the answers to its calls, what the user says, or both.
struct Entry {
  const Message* turn = nullptr;  ///< null: the user alone
  bool as_received = false;       ///< the turn goes back byte for byte
  std::vector<Answer> answers;    ///< one for each call of the turn, in its order
  std::vector<std::string> said;  ///< the user's texts, context marked as such
};

struct Replay {
  std::string_view provider;
  std::string_view account;
  std::string_view model;
  /// The calls in a turn as it was received.
  std::vector<CallRef> (*calls_in)(std::string_view blocks);
};

/// - A turn that this account and model made goes back as received. Any other is to be rebuilt from
/// its parts without thinking, because providers refuse signatures of other accounts and models.
/// - A turn with nothing in it ("[]": refused, or cut before anything was complete) is left out.
/// - A call without a result is answered as not run. Results of no call are left out.
/// - Context is the user's text, for every provider: it names records, whose names must not speak
/// with the system's authority.
/// The request must outlive the entries.
std::vector<Entry> arranged(const Request& request, const Replay& replay);

/// The calls in a list of blocks of which each has a type: those of `type`, with the id under
/// `id_key`.
std::vector<CallRef> callsOfType(std::string_view blocks, std::string_view type,
                                 std::string_view id_key);

/// Ids that other providers made may hold characters that this one refuses.
std::string callId(std::string_view id);

/// Tools in an order of their own, so that the same tools are the same bytes.
std::vector<const ToolDefinition*> sortedTools(const Request& request);

}  // namespace parley::language_model
