#pragma once

#include <map>
#include <optional>
#include <string>

#include "features/assistant/toolbox.hpp"

namespace parley::assistant {

/// Notices a model that goes round in circles: the same call again and again, or one error after
/// the other. Of one stretch of a run.
class LoopGuard {
 public:
  struct Limits {
    int repeats = 3;  ///< of a read, while nothing was changed in between; one less of a change
    int errors = 3;   ///< in a row, then the model is told to stop; twice as many: nothing runs
  };

  explicit LoopGuard(Limits limits) : limits_{limits} {}

  void beginStep() { ++step_; }
  /// What the model is told instead of running the call; nullopt: it may run.
  std::optional<Error> refusalOf(const language_model::ToolCall& call) const;
  /// Counts a change as soon as it is made, so that the rest of its step knows. Creations of one
  /// step count once: five tasks of one name may be what was asked for.
  void wrote(const language_model::ToolCall& call, bool creates);
  /// Counts what came of a call, and adds to an error that is one too many.
  void note(const language_model::ToolCall& call, bool is_write, ToolOutcome& outcome);

 private:
  Limits limits_;
  std::map<std::string, int> made_;  ///< by tool and arguments, since the last change
  struct Written {
    int times = 0;
    int created_in = -1;  ///< the step of the last creation
  };
  std::map<std::string, Written> written_;  ///< the changes
  int step_ = 0;
  int errors_ = 0;
};

}  // namespace parley::assistant
