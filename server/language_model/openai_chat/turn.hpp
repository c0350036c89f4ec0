#pragma once

#include <cstddef>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "language_model/protocol.hpp"
#include "language_model/raw_object.hpp"

namespace parley::language_model::openai_chat {

/// Reads the chunks of a chat completion, and what the many servers make of them: whole calls at
/// once, calls without an index, an id or a type, arguments that are objects, reasoning under two
/// names, usage late or never, a stream that ends without [DONE].
class Turn final : public TurnReader {
 public:
  Turn(const Request& request, const DeltaSink& sink);

  void take(const fetch::SseEvent& event) override;
  bool finished() const override { return finished_; }
  /// After a reason to finish only usage could come.
  bool mayEnd() const override { return !reason_.empty(); }
  Completion complete() const override;
  Usage usage() const override { return usage_; }

 private:
  struct Call {
    RawObject members;  ///< what the server put beside id, type and function
    std::string id;
    std::string name;
    std::string arguments;
  };

  void takeChoice(std::string_view raw, const json::object& choice);
  void takeReasoning(const json::object& delta);
  void takeCalls(std::string_view raw, const json::array& calls);
  void takeCall(std::string_view raw, const json::object& fields, std::size_t position);
  std::size_t slotOf(const json::object& fields, std::size_t position) const;
  std::string uniqueId(std::string_view given);
  void takeUsage(const json::object& usage);
  bool isCut() const;
  std::string message(const std::vector<const Call*>& calls) const;

  const DeltaSink& sink_;
  std::set<std::string, std::less<>> used_ids_;  ///< of the whole conversation
  std::string text_;
  std::string refusal_;
  std::string reasoning_;
  std::string reasoning_key_;  ///< the server's own name for it
  std::map<std::size_t, Call> calls_;
  std::string reason_;
  Usage usage_;
  bool finished_ = false;
};

}  // namespace parley::language_model::openai_chat
