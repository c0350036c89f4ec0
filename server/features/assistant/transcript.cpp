#include "features/assistant/transcript.hpp"

#include <boost/json/serialize.hpp>
#include <utility>

#include "json/parse.hpp"

namespace parley::assistant {
namespace {

std::string textAt(const json::object& data, std::string_view name) {
  const auto* value = data.if_contains(name);
  return value != nullptr && value->is_string() ? std::string{std::string_view{value->get_string()}}
                                                : std::string{};
}

/// Folds events into parts. Each part remembers the number of the event that began it, so that a
/// retry can take back what was streamed.
class Folder {
 public:
  explicit Folder(const TranscriptFacts& facts) : facts_{facts} {}

  void take(const StoredEvent& event) {
    const auto data = json::parse(event.data, {.max_depth = 64}).as_object();
    seq_ = event.seq;
    timeThinking(event.created_at);
    if (event.type == "text.delta")
      appendText("text", data);
    else if (event.type == "thinking.delta")
      appendText("thinking", data);
    else if (event.type == "tool.started")
      startTool(data);
    else if (event.type == "tool.finished")
      finishTool(data);
    else if (event.type == "approval.requested")
      requestApproval(data);
    else if (event.type == "approval.decided")
      decide(data);
    else if (event.type == "question.asked")
      add("question",
          {{"text", data.at("text")}, {"options", data.at("options")}, {"answered", false}});
    else if (event.type == "notice")
      notice(data);
  }

  Transcript result() && {
    Transcript transcript;
    json::array list;
    for (auto& [seq, part] : parts_) {
      if (textAt(part, "type") == "text") {
        if (!transcript.text.empty()) transcript.text += "\n\n";
        transcript.text += textAt(part, "text");
      }
      list.push_back(std::move(part));
    }
    transcript.parts = boost::json::serialize(list);
    transcript.last_seq = seq_;
    return transcript;
  }

 private:
  json::object& add(std::string_view type, json::object fields) {
    fields["type"] = type;
    parts_.emplace_back(seq_, std::move(fields));
    return parts_.back().second;
  }

  void appendText(std::string_view type, const json::object& data) {
    const auto text = textAt(data, "text");
    if (parts_.empty() || textAt(parts_.back().second, "type") != type) {
      auto& part = add(type, {{"text", text}});
      if (type == "thinking") part["seconds"] = 0;
      return;
    }
    auto& existing = parts_.back().second["text"];
    existing = textAt(parts_.back().second, "text") + text;
  }

  /// Thinking lasts until something else comes.
  void timeThinking(Timestamp now) {
    if (parts_.empty() || textAt(parts_.back().second, "type") != "thinking") {
      thinking_since_ = now;
      return;
    }
    parts_.back().second["seconds"] =
        std::chrono::round<std::chrono::seconds>(now - thinking_since_).count();
  }

  void startTool(const json::object& data) {
    add("tool", {{"call_id", data.at("call_id")},
                 {"tool", data.at("tool")},
                 {"title", data.at("title")},
                 {"arguments", data.at("arguments")},
                 {"status", "running"},
                 {"record", nullptr},
                 {"records", json::array{}},
                 {"changes", json::array{}},
                 {"change_id", nullptr},
                 {"undone", false},
                 {"error", nullptr}});
  }

  json::object* toolPart(const std::string& call_id) {
    for (auto& [seq, part] : parts_) {
      if (textAt(part, "type") == "tool" && textAt(part, "call_id") == call_id) return &part;
    }
    return nullptr;
  }

  void finishTool(const json::object& data) {
    auto* part = toolPart(textAt(data, "call_id"));
    if (part == nullptr) return;
    for (const std::string_view name :
         {"status", "record", "records", "changes", "change_id", "error"}) {
      (*part)[name] = data.at(name);
    }
    const auto undone = facts_.undone.find(textAt(data, "change_id"));
    (*part)["undone"] = undone != facts_.undone.end() && undone->second;
  }

  void requestApproval(const json::object& data) {
    if (auto* part = toolPart(textAt(data, "call_id"))) (*part)["status"] = "waiting";
    const auto status = facts_.approval_status.find(textAt(data, "id"));
    auto fields = data;
    fields["status"] = status == facts_.approval_status.end() ? "expired" : status->second;
    add("approval", std::move(fields));
  }

  /// What was approved may have been edited before.
  void decide(const json::object& data) {
    for (auto& [seq, part] : parts_) {
      const auto type = textAt(part, "type");
      const bool decided = (type == "approval" || type == "tool") &&
                           textAt(part, "call_id") == textAt(data, "call_id");
      if (decided) part["arguments"] = data.at("arguments");
    }
  }

  void notice(const json::object& data) {
    if (const auto* seq = data.if_contains("void_after"); seq != nullptr && seq->is_int64()) {
      std::erase_if(parts_, [&](const auto& entry) { return entry.first > seq->get_int64(); });
    }
    auto& part = add("notice", {{"code", data.at("code")}, {"text", data.at("text")}});
    for (const auto* fact : {"provider", "key"}) {
      if (const auto* value = data.if_contains(fact)) part[fact] = *value;
    }
  }

  const TranscriptFacts& facts_;
  std::vector<std::pair<int, json::object>> parts_;
  Timestamp thinking_since_;
  int seq_ = 0;
};

}  // namespace

Transcript transcriptOf(const std::vector<StoredEvent>& events, const TranscriptFacts& facts) {
  Folder folder{facts};
  for (const auto& event : events) folder.take(event);
  return std::move(folder).result();
}

}  // namespace parley::assistant
