#pragma once

#include <boost/asio/redirect_error.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "database/described_rows.hpp"
#include "features/assistant/assistant.hpp"
#include "foundation/error.hpp"
#include "json/write.hpp"

/// What tests of the assistant work with: a small feature, and a model that does as it is told.
namespace parley::assistant {

// ---- a small feature to work on: notes ----

struct Note {
  Uuid id;
  int version = 1;
  std::string name;
};
BOOST_DESCRIBE_STRUCT(Note, (), (id, version, name))
struct NewNote {
  Text<1, 50> name;
};
BOOST_DESCRIBE_STRUCT(NewNote, (), (name))
struct NoteChanges {
  Uuid id;
  Text<1, 50> name;
};
BOOST_DESCRIBE_STRUCT(NoteChanges, (), (id, name))
struct NoteKey {
  Uuid id;
};
BOOST_DESCRIBE_STRUCT(NoteKey, (), (id))
struct FindNotes {
  std::optional<std::string> search;
};
BOOST_DESCRIBE_STRUCT(FindNotes, (), (search))
struct NotePage {
  std::vector<Note> items;
};
BOOST_DESCRIBE_STRUCT(NotePage, (), (items))

inline constexpr std::string_view select_note = "select id, version, name from organizations";

inline operations::Change noteChange(operations::Action action, const Note& note) {
  operations::Change change;
  change.action = action;
  change.record_type = "note";
  change.record_id = note.id;
  change.record_name = note.name;
  change.record_version = note.version;
  return change;
}

inline task<Note> readNote(operations::Call& call, Uuid id) {
  const auto rows = co_await call.transaction().execute(std::string{select_note} + " where id = $1",
                                                        database::parameters(id));
  if (rows.empty()) throw notFound();
  auto note = database::rowAs<Note>(rows, 0);
  call.requireVersion(note.version, json::toJson(note));
  co_return note;
}

inline task<Note> createNote(operations::Call& call, NewNote input) {
  Note note{makeUuid(), 1, input.name.value()};
  co_await call.transaction().execute(
      "insert into organizations (workspace_id, id, owner_id, name, name_key, search_text) values "
      "($1, $2, $3, $4, $4, '')",
      database::parameters(call.actor().workspace_id, note.id, call.actor().user_id, note.name));
  auto change = noteChange(operations::Action::created, note);
  change.after = json::toJson(note);
  call.record(std::move(change));
  co_return note;
}

inline task<Note> updateNote(operations::Call& call, NoteChanges input) {
  const auto before = co_await readNote(call, input.id);
  Note note{input.id, before.version + 1, input.name.value()};
  co_await call.transaction().execute(
      "update organizations set name = $2, version = $3 where id = $1",
      database::parameters(note.id, note.name, note.version));
  auto change = noteChange(operations::Action::updated, note);
  change.before = json::toJson(before);
  change.after = json::toJson(note);
  call.record(std::move(change));
  co_return note;
}

inline task<void> deleteNote(operations::Call& call, NoteKey key) {
  const auto note = co_await readNote(call, key.id);
  co_await call.transaction().execute("delete from organizations where id = $1",
                                      database::parameters(key.id));
  auto change = noteChange(operations::Action::deleted, note);
  change.before = json::toJson(note);
  call.record(std::move(change));
}

inline task<Note> getNote(operations::Call& call, NoteKey key) {
  co_return co_await readNote(call, key.id);
}

inline task<NotePage> findNotes(operations::Call& call, FindNotes) {
  const auto rows =
      co_await call.transaction().execute(std::string{select_note} + " order by name");
  co_return NotePage{database::rowsAs<Note>(rows)};
}

inline operations::Feature notes() {
  using namespace operations;
  Feature made;
  made.operations = {
      operation<NewNote, Note>({.name = "create_note",
                                .title = "Create note",
                                .effect = Effect::write,
                                .tool = true,
                                .success = 201},
                               createNote),
      operation<NoteKey, Note>({.name = "get_note", .title = "Read note", .tool = true}, getNote),
      operation<FindNotes, NotePage>({.name = "find_notes", .title = "Find notes", .tool = true},
                                     findNotes),
      operation<NoteChanges, Note>(
          {.name = "update_note", .title = "Change note", .effect = Effect::write, .tool = true},
          updateNote),
      operation<NoteKey, NoContent>(
          {.name = "delete_note", .title = "Delete note", .effect = Effect::destroy, .tool = true},
          deleteNote),
  };
  EntityWords words;
  words.type = "note";
  words.create_tool = "create_note";
  words.find_tool = "find_notes";
  words.get_tool = "get_note";
  words.update_tool = "update_note";
  words.delete_tool = "delete_note";
  words.page = "/notes";
  made.words = {words};
  return made;
}

// ---- a model that plays a script ----

/// Each turn is a text, calls, or a failure. Keeps the requests it was sent.
class ScriptedModel final : public language_model::Model {
 public:
  struct Turn {
    std::string text;
    std::vector<language_model::ToolCall> calls;
    std::optional<language_model::ModelFailure> failure;
    bool hangs = false;  ///< until it is stopped
    bool cut = false;    ///< after its text
    std::string thought = {};
    std::string retried = {};  ///< said in a try before, which was cut off
    std::optional<language_model::StopReason> stop = {};  ///< where that is another than usual
  };

  task<language_model::Completion> complete(const language_model::Request& request,
                                            const language_model::DeltaSink& sink,
                                            language_model::Cancellation& cancellation) override {
    if (request.permission) co_await request.permission();
    requests.push_back(request);
    if (on_request) on_request();
    if (summary && request.tools.empty()) {
      language_model::Completion summed;
      summed.parts.push_back(language_model::Text{*summary});
      co_return summed;
    }
    if (turns.empty()) throw std::logic_error{"the script has ended"};
    const auto turn = std::move(turns.front());
    turns.pop_front();
    if (!turn.thought.empty()) sink(language_model::ThinkingDelta{turn.thought});
    if (!turn.retried.empty()) {
      sink(language_model::TextDelta{turn.retried});
      sink(language_model::Retrying{"The connection was cut. Trying again."});
    }
    if (turn.failure) throw *turn.failure;
    language_model::Completion completion;
    if (!turn.text.empty()) {
      sink(language_model::TextDelta{turn.text});
      completion.parts.push_back(language_model::Text{turn.text});
    }
    if (turn.cut) {
      sink(language_model::Spent{usage});
      throw language_model::ModelFailure{language_model::FailureKind::unreachable,
                                         "The connection to Claude was cut."};
    }
    if (turn.hangs) {
      if (on_hang) on_hang();
      WaitTimer timer{co_await boost::asio::this_coro::executor,
                      std::chrono::steady_clock::time_point::max()};
      cancellation.onStop([&timer] { timer.cancel(); });
      boost::system::error_code ignored;
      co_await timer.async_wait(boost::asio::redirect_error(
          boost::asio::use_awaitable_t<Loop::executor_type>{}, ignored));
      throw language_model::Stopped{};
    }
    for (const auto& call : turn.calls) completion.parts.push_back(call);
    completion.stop = turn.calls.empty() ? language_model::StopReason::end_turn
                                         : language_model::StopReason::tool_use;
    completion.stop = turn.stop.value_or(completion.stop);
    completion.raw = {request.model == builtin_model ? "builtin" : "scripted", request.model,
                      "account", "[]"};
    completion.usage = usage;
    co_return completion;
  }

  task<std::optional<std::uint64_t>> countTokens(const language_model::Request& request,
                                                 language_model::Cancellation&) override {
    counted.push_back(request);
    co_return count;
  }

  bool readsWholeHistory() const override { return reads_whole_history; }

  bool reads_whole_history = true;
  std::optional<std::string> summary;  ///< what it sums conversations up to, outside its script
  std::deque<Turn> turns;
  language_model::Usage usage{.input_tokens = 10, .output_tokens = 5};  ///< of each turn
  std::vector<language_model::Request> requests;
  std::optional<std::uint64_t> count;            ///< of tokens, when it is asked for it
  std::vector<language_model::Request> counted;  ///< what it was asked to count
  std::function<void()> on_request;
  std::function<void()> on_hang;
};

using ScriptedModels = std::map<std::string, std::shared_ptr<ScriptedModel>>;

/// A provider with one key, whose models play scripts.
class ScriptedProvider final : public Provider {
 public:
  explicit ScriptedProvider(const ScriptedModels& models) : models_{models} {}

  language_model::Model& model(const std::string& id) override { return *models_.at(id); }
  task<std::vector<language_model::ModelInfo>> listModels() override {
    std::vector<language_model::ModelInfo> models;
    for (const auto& [id, model] : models_) models.push_back({id, id, 0, {}, {}});
    co_return models;
  }
  task<void> checkKey() override { co_return; }

 private:
  const ScriptedModels& models_;
};

}  // namespace parley::assistant
