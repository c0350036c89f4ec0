#pragma once

#include <string>
#include <vector>

#include "features/assistant/interpreter/understanding/attributes.hpp"

namespace parley::assistant::interpreter {

/// Reads descriptions of one or several records: "Ann Lee and Bob Ray from Acme", "a contact for
/// Ada Park, CTO of Initech (ada@initech.com)", a visiting card, a list by lines.
class RecordReader {
 public:
  /// `mention`: the words tell a story ("... at the conference in Berlin"), so places are no
  /// employers.
  RecordReader(const Scope& scope, std::string default_type, bool mention)
      : scope_{scope},
        tokens_{scope.tokens},
        attributes_{scope},
        type_{std::move(default_type)},
        mention_{mention} {}

  std::vector<Draft> read(Span span);

 private:
  enum class Separator { none, comma, conjunction, hard, bracket };

  std::size_t lead(std::size_t i);
  std::size_t separator(std::size_t i);
  std::size_t attribute(std::size_t i);
  std::size_t named(std::size_t i);
  std::size_t shared(std::size_t i);
  std::size_t relative(std::size_t i);
  std::size_t apposition(std::size_t i);
  std::size_t positionalEmployer(std::size_t i);
  std::size_t name(std::size_t i);
  std::size_t noise(std::size_t i) const;
  bool introducesName(std::size_t i) const;
  bool describes(Span name) const;
  void changeType(const std::string& type);
  void startDraft(std::string name);
  void ignore(std::size_t i);
  void finish();
  void shareEmployer();
  void inferTypes();
  bool looksLikeOrganization(Span span) const;

  const Scope& scope_;
  const Tokens& tokens_;
  AttributeReader attributes_;
  std::string type_;
  bool mention_;
  std::size_t end_ = 0;
  std::vector<Draft> drafts_;
  std::vector<bool> linked_;        ///< the draft stands in one list with the draft before it
  std::vector<bool> company_like_;  ///< its name looks like an organization's
  std::vector<bool> one_word_;
  std::vector<bool> comma_behind_;  ///< a comma follows the name: what comes next is told of it
  Draft loose_;                     ///< attributes told before the name
  std::optional<std::string> heading_employer_;  ///< "three people from Acme: ..."
  Separator last_ = Separator::none;
  bool proper_names_ = false;  ///< the name before was written with a capital
  bool either_kind_ = false;   ///< "clients": people or organizations
  bool card_ = false;          ///< lines are attributes of one person
  bool title_just_read_ = false;
  std::size_t title_begin_ = 0;
};

/// Tokens that only say where something happened or to which list it goes: "to my contacts", "at
/// the conference".
std::size_t placePhrase(const Scope& scope, std::size_t i, std::size_t end, bool mention);

}  // namespace parley::assistant::interpreter
