#pragma once

#include "features/assistant/conversation_state.hpp"

namespace parley::assistant {

/// Sets the answer of the conversation's last run aside for the run `by`: its messages stay,
/// outside of the history, which then is what it was before them; what was spoken of is so as well.
/// The conversation must be locked, and nothing may work on it. Throws 409 when the run is not the
/// last one, when something that it changed still stands, and when it carried out a typed approval,
/// which cannot be asked for again.
task<void> setAside(database::Transaction& tx, ConversationState& state, RunId run, RunId by,
                    HistoryPart part, Timestamp now);

}  // namespace parley::assistant
