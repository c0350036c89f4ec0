#include <fmt/format.h>

#include <algorithm>
#include <vector>

#include "features/assistant/run.hpp"
#include "foundation/markdown.hpp"

/// What the whole run comes to, in words that are complete by themselves.
namespace parley::assistant {
namespace {

/// One record that a run changed.
struct ChangedRecord {
  std::string verb;
  std::string id;
  std::string name;
  const operations::EntityWords* words = nullptr;
};

std::string verbOf(const operations::Operation& operation) {
  constexpr int created = 201;
  if (operation.facts.effect == operations::Effect::destroy) return "Deleted";
  return operation.facts.success == created ? "Created" : "Changed";
}

/// Each record once: as it ended, and as new where it began here.
std::vector<ChangedRecord> changedRecords(const std::vector<ChatAction>& actions,
                                          const Toolbox& toolbox) {
  std::vector<ChangedRecord> records;
  for (const auto& action : actions) {
    const auto* operation = toolbox.find(action.tool);
    if (operation == nullptr || !action.change_id || !action.record) continue;
    ChangedRecord record{verbOf(*operation), action.record->id, action.record->name,
                         toolbox.wordsOf(action.tool)};
    const auto known = std::ranges::find(records, record.id, &ChangedRecord::id);
    if (known == records.end()) {
      records.push_back(std::move(record));
      continue;
    }
    if (record.verb == "Changed") record.verb = known->verb;
    *known = std::move(record);
  }
  return records;
}

bool names(const std::string& text, const ChangedRecord& record) {
  return text.contains(record.id) || text.contains(record.name) ||
         text.contains(markdown::escaped(record.name));
}

}  // namespace

/// A line of the records that the run changed and the text does not name.
std::string Run::unnamedChanges(const std::string& text) const {
  const auto records = changedRecords(actions_, parts_.toolbox);
  std::string line;
  for (const std::string_view verb : {"Created", "Changed", "Deleted"}) {
    std::vector<std::string> links;
    for (const auto& record : records) {
      if (record.verb != verb || names(text, record)) continue;
      const bool has_page = verb != "Deleted" && record.words != nullptr;
      links.push_back(markdown::link(has_page ? std::string_view{record.words->page} : "",
                                     record.id, record.name));
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
  for (const auto& text : texts_) add(text);
  if (parts_.model.remote) {
    if (const auto changes = unnamedChanges(reply); !changes.empty()) add(changes);
  }
  if (!approvals_.empty()) {
    std::string list =
        approvals_.size() == 1 ? "This needs your approval:" : "These need your approval:";
    for (const auto& approval : approvals_) list += "\n- " + approval.summary;
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
  return reply;
}

}  // namespace parley::assistant
