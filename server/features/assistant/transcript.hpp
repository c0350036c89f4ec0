#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "features/assistant/chat.hpp"
#include "features/assistant/run_events.hpp"

namespace parley::assistant {

/// What the database knows of a run's approvals and changes beside its events.
struct TranscriptFacts {
  std::map<std::string, std::string, std::less<>> approval_status;  ///< by approval id
  std::map<std::string, bool, std::less<>> undone;                  ///< by change id
};

/// The assistant's side of the transcript: the events of one run as parts, in order (JSON text of
/// an array), and the text alone. The seconds of a thinking part that is the last of a running run
/// are those until its last event.
struct Transcript {
  std::string parts;
  std::string text;
  int last_seq = 0;
};

Transcript transcriptOf(const std::vector<StoredEvent>& events, const TranscriptFacts& facts);

}  // namespace parley::assistant
