#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "features/assistant/binding.hpp"
#include "features/assistant/chat.hpp"
#include "features/assistant/run_store.hpp"
#include "language_model/model.hpp"
#include "operations/catalog.hpp"

/// The operations of the catalog as a model's tools: their definitions, one call, and what came of
/// it.
namespace parley::assistant {

inline constexpr std::string_view ask_user_tool = "ask_user";

/// What one call came to, for the model (`result`), the person (the rest) and the log.
struct ToolOutcome {
  ActionStatus status = ActionStatus::done;
  std::string result;                       ///< JSON text
  std::optional<std::string> whole_result;  ///< where `result` is only its beginning
  std::optional<RecordRef> record;
  std::vector<RecordRef> records;  ///< of a list, in its order
  bool is_list = false;
  std::vector<FieldChange> changes;
  std::optional<ChangeId> change_id;
  std::vector<std::pair<operations::Action, RecordRef>> changed;  ///< by it, and kept
  std::optional<std::string> error;                               ///< a sentence for the person
  bool untrusted = false;                                         ///< it holds what strangers wrote
};

/// What a write would do, shown before it is approved.
struct Preview {
  std::string summary;
  std::optional<RecordRef> record;
  Shown shown;
  std::vector<FieldChange> changes;
};

/// The question, with what it offers where it does not name that itself.
std::string withOffered(std::string question, const Preview& offered,
                        const json::object& arguments);

class Toolbox {
 public:
  /// The catalog must be complete and outlive this.
  explicit Toolbox(const operations::Catalog& catalog);

  /// In an order that never changes, so that prompts can be cached.
  const language_model::Tools& definitions() const { return definitions_; }
  /// What remote models are told, with the definitions as they are stored.
  const Prompt& prompt() const { return prompt_; }
  /// Null for a tool that does not exist.
  const operations::Operation* find(std::string_view tool) const;
  std::string titleOf(std::string_view tool) const;
  /// Changes with what the tool says it does and takes.
  std::string fingerprintOf(std::string_view tool) const;
  /// The words of the records that the tool works on; null when it belongs to none.
  const operations::EntityWords* wordsOf(std::string_view tool) const;
  const operations::EntityWords* wordsOfType(std::string_view record_type) const;

  /// Runs one call. Errors the model can react to become its result; 503 is thrown. `keep` adds the
  /// outcome of a write to the write's own transaction, so that both happen or neither. A deletion
  /// that was `shown` is refused where it would remove something else.
  using Keep = std::function<task<void>(database::Transaction&, const ToolOutcome&)>;
  task<ToolOutcome> run(operations::Call& call, const operations::Operation& operation,
                        const json::object& arguments, const Shown& shown = {},
                        const Keep& keep = {}) const;
  /// What the call would change, as the user would read it afterwards. Throws the operation's own
  /// errors (404, 422).
  task<Preview> preview(operations::Call& call, const operations::Operation& operation,
                        const json::object& arguments) const;

  const operations::Catalog& catalog() const { return catalog_; }

 private:
  task<operations::Answer> rehearse(const operations::Call& call,
                                    const operations::Operation& operation,
                                    const json::object& arguments,
                                    std::optional<int> version) const;
  task<std::string> withChildren(operations::Call& call,
                                 const operations::EntityWords::Children& children,
                                 const std::string& parent) const;
  ToolOutcome succeeded(const operations::Operation& operation,
                        const operations::Answer& answer) const;

  const operations::Catalog& catalog_;
  language_model::Tools definitions_;
  Prompt prompt_;
  std::map<std::string, std::string, std::less<>> fingerprints_;  ///< by tool
  std::map<std::string, const operations::EntityWords*, std::less<>> words_;
};

/// The result of a call that failed, for the model and the person.
ToolOutcome failedOutcome(const Error& error);
/// The fields that differ between two states of a record; either may be "null".
std::vector<FieldChange> fieldChanges(const std::string& before, const std::string& after);

}  // namespace parley::assistant
