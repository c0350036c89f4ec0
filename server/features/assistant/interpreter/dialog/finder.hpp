#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "features/assistant/interpreter/dialog/matching.hpp"
#include "features/assistant/interpreter/dialog/phrasing.hpp"

namespace parley::assistant::interpreter {

/// Finds the records that words mean, and asks where they mean several.
class Finder {
 public:
  Finder(const Lexicon& lexicon, Session& session) : lexicon_{lexicon}, session_{session} {}

  struct Found {
    enum class Kind { one, none, several, unknown_pronoun, cancelled } kind = Kind::none;
    std::vector<Record>
        records;  ///< one: exactly one unless the selector was plural; several: the candidates
  };
  /// Which records a selector means. `types`: the kinds it may be of; `purpose`: "delete",
  /// "change", for the question. Asks the user when a name fits several; the answer is in the
  /// result. Tells the user what was not found.
  Found resolve(const Selector& selector, const std::vector<std::string>& types,
                std::string_view purpose);
  /// As resolve(), without asking or telling.
  Found look(const Selector& selector, const std::vector<std::string>& types);

  struct Page {
    std::vector<Record> records;
    std::size_t total = 0;
    bool complete = true;  ///< false: there are more than we looked through
    std::string failure;   ///< a sentence when the tool failed
  };
  /// All records of a type that meet the conditions, up to a thousand looked through.
  Page search(std::string_view type, const std::vector<Condition>& conditions,
              std::string_view sort = {});
  /// One record with all its fields.
  std::optional<Record> fetch(const Record& record);
  /// Records whose name is exactly this, letter case and accents aside.
  std::vector<std::vector<Record>> sameNames(const std::vector<Draft>& drafts);
  /// The records of a page that a tool gave; none where it failed.
  static std::vector<Record> recordsFrom(std::string_view type, const Outcome& outcome);
  /// Makes a record of a tool's JSON.
  static std::optional<Record> recordFrom(std::string_view type, const json::value& value);
  /// Which of the candidates an answer means; empty when it is no answer.
  std::vector<Record> chosen(const std::string& answer,
                             const std::vector<Record>& candidates) const;
  /// The question which of several is meant, and its answer.
  Found choose(std::string question, std::vector<Record> candidates, bool several_allowed);

 private:
  Found byName(const Selector& selector, const std::vector<std::string>& types);
  Found named(const Selector& selector, const std::vector<std::string>& types);
  Found fromConversation(const Selector& selector, const std::vector<std::string>& types);
  std::vector<Record> lastList(const std::string& type) const;
  /// As the server tells it.
  struct Mention {
    Record record;
    std::int64_t step = 0;  ///< in which it was mentioned
    bool before_list = false;
  };
  std::vector<Mention> mentioned() const;
  using Allowed = std::function<bool(const Record&)>;
  Found oneMentioned(const Allowed& allowed, const std::vector<Record>& list) const;
  Found severalMentioned(const Allowed& allowed, std::vector<Record> list) const;
  bool matches(const Record& record, const Condition& condition) const;
  Page pages(const operations::EntityWords& entity, const std::vector<Condition>& conditions,
             json::object arguments);
  std::optional<Record> similar(const Selector& selector, const std::vector<std::string>& types);

  const Lexicon& lexicon_;
  Session& session_;
};

}  // namespace parley::assistant::interpreter
