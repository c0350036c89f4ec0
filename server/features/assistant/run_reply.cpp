#include <fmt/format.h>

#include <algorithm>
#include <utility>
#include <vector>

#include "features/assistant/run.hpp"
#include "foundation/markdown.hpp"
#include "foundation/unicode.hpp"

/// What the whole run comes to, in words that are complete by themselves.
namespace parley::assistant {
namespace {

using operations::Action;
using Changes = std::vector<std::pair<Action, RecordRef>>;

/// Each record once: as it ended, and as new where it began here. What began and ended here, or
/// went and came back, is as it was.
Changes summedUp(const Changes& changes) {
  Changes records;
  for (const auto& [action, record] : changes) {
    const auto known =
        std::ranges::find(records, record.id,
                          [](const auto& entry) -> const std::string& { return entry.second.id; });
    if (known == records.end()) {
      records.emplace_back(action, record);
    } else if ((known->first == Action::created && action == Action::deleted) ||
               (known->first == Action::deleted && action == Action::created)) {
      records.erase(known);
    } else {
      *known = {action == Action::updated ? known->first : action, record};
    }
  }
  return records;
}

/// Of a run that had said nothing when it ended.
std::string_view saidOfEnd(RunStatus status) {
  if (status == RunStatus::stopped) return stopped_reply;
  return status == RunStatus::interrupted ? interrupted_reply : std::string_view{};
}

/// As whole words, whatever their case and accents.
bool names(const std::string& text, const RecordRef& record) {
  const auto name = unicode::searchText(record.name);
  return (!record.id.empty() && text.contains(record.id)) ||
         (name.size() > 2 ? unicode::searchText(text).contains(name) : text.contains(record.name));
}

}  // namespace

/// A yes to what is offered is one to what the question names.
std::string withOffered(std::string question, const Preview& offered,
                        const json::object& arguments) {
  const auto* name = arguments.if_contains(arguments.contains("title") ? "title" : "name");
  RecordRef record;
  if (offered.record)
    record = *offered.record;
  else if (name != nullptr && name->is_string())
    record.name = name->as_string();
  const bool told = record.id.empty() && record.name.empty() ? question.contains(offered.summary)
                                                             : names(question, record);
  if (!told) question += fmt::format(" ({})", markdown::escaped(offered.summary));
  return question;
}

/// A line of the records that the run changed and the text does not name.
std::string Run::unnamedChanges(const std::string& text) const {
  const auto records = summedUp(changed_);
  std::string line;
  for (const auto& [wanted, verb] : {std::pair{Action::created, "Created"},
                                     {Action::updated, "Changed"},
                                     {Action::deleted, "Deleted"}}) {
    std::vector<std::string> links;
    for (const auto& [action, record] : records) {
      if (action != wanted || names(text, record)) continue;
      const auto* words =
          wanted == Action::deleted ? nullptr : parts_.toolbox.wordsOfType(record.type);
      links.push_back(
          markdown::link(words ? std::string_view{words->page} : "", record.id, record.name));
    }
    if (!links.empty())
      line += fmt::format("{}{} {}.", line.empty() ? "" : " ", verb, fmt::join(links, ", "));
  }
  return line;
}

std::string Run::replyText() const {
  std::string reply;
  const auto add = [&](std::string_view text) {
    if (!reply.empty()) reply += "\n\n";
    reply += text;
  };
  if (!stands_in_.empty()) add(stands_in_);
  for (const auto& text : texts_) add(text);
  if (parts_.model.remote || takesOver() || texts_.empty()) {
    if (const auto changes = unnamedChanges(reply); !changes.empty()) add(changes);
  }
  if (!approvals_.empty()) {
    std::string list =
        approvals_.size() == 1 ? "This needs your approval:" : "These need your approval:";
    for (const auto& approval : approvals_) list += "\n- " + markdown::escaped(approval.summary);
    add(list);
    if (approvals_.size() > 1) add("Decide each of them, or say “yes to all” or “no to all”.");
  }
  if (question_) {
    if (!reply.contains(question_->text)) add(question_->text);
    std::string list;
    for (const auto& option : question_->options) {
      const bool linked = Uuid::parse(option.id) && reply.contains(option.id);
      if (!linked && !reply.contains(option.label)) list += "\n- " + option.label;
    }
    if (!list.empty()) add(list.substr(1));
  }
  if (reply.empty()) add(saidOfEnd(status_));
  return reply;
}

}  // namespace parley::assistant
