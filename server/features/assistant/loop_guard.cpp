#include "features/assistant/loop_guard.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <boost/json/serialize.hpp>
#include <utility>

#include "foundation/error.hpp"
#include "json/parse.hpp"

namespace parley::assistant {
namespace {

std::string keyOf(const language_model::ToolCall& call) {
  return call.name + ' ' + boost::json::serialize(call.arguments);
}

}  // namespace

std::optional<Error> LoopGuard::refusalOf(const language_model::ToolCall& call) const {
  if (errors_ >= 2 * limits_.errors) {
    return Error{Status::unprocessable, "too_many_errors",
                 "Too many calls failed in a row. Make no more; tell the user what does not work."};
  }
  const auto key = keyOf(call);
  if (const auto written = written_.find(key); written != written_.end()) {
    const auto& [times, created_in] = written->second;
    const int before = times - (created_in == step_ ? 1 : 0);
    if (before >= std::max(limits_.repeats - 1, 1)) {
      return Error{Status::unprocessable, "repeated_call",
                   fmt::format("This same change was made {} times already. Do not repeat it; go "
                               "on, or tell the user what is done.",
                               before)};
    }
  }
  const auto found = made_.find(key);
  if (found == made_.end() || found->second < limits_.repeats) return std::nullopt;
  return Error{Status::unprocessable, "repeated_call",
               fmt::format("This same call was made {} times and its answer stays the same. Do not "
                           "repeat it; go on with what is known, or tell the user what is missing.",
                           found->second)};
}

void LoopGuard::wrote(const language_model::ToolCall& call, bool creates) {
  made_.clear();  // what was read before may be another now
  // A change without arguments is another one each time: the next undo undoes what was done before.
  if (call.arguments.empty()) return;
  auto& written = written_[keyOf(call)];
  if (!creates || std::exchange(written.created_in, step_) != step_) ++written.times;
}

void LoopGuard::note(const language_model::ToolCall& call, bool is_write, ToolOutcome& outcome) {
  const bool done = outcome.status == ActionStatus::done;
  if (!done || !is_write) ++made_[keyOf(call)];
  errors_ = done ? 0 : errors_ + 1;
  if (errors_ < limits_.errors) return;
  auto result = json::parse(outcome.result).as_object();
  result["note"] = fmt::format(
      "{} calls failed in a row. Unless you know what to change, stop and tell the user.", errors_);
  outcome.result = boost::json::serialize(result);
}

}  // namespace parley::assistant
