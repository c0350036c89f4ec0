#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "features/assistant/interpreter/dialog/session.hpp"
#include "features/assistant/interpreter/understanding/command.hpp"
#include "features/assistant/interpreter/understanding/lexicon.hpp"
#include "foundation/markdown.hpp"

/// How the interpreter words its replies: Markdown that is complete by itself.
namespace parley::assistant::interpreter {

/// User text that must not act as Markdown or HTML.
using markdown::escaped;

/// `[Ada Park](/contacts/ID)`
std::string link(const Lexicon& lexicon, const Record& record);
/// `CTO, Initech, ada@initech.com`: what tells a record from others; empty when nothing is known.
std::string particulars(const Lexicon& lexicon, const Record& record);
/// The name with the particulars in brackets, in plain text: what a person chooses.
std::string labelOf(const Lexicon& lexicon, const Record& record);
/// The link with the particulars in brackets.
std::string linkWithParticulars(const Lexicon& lexicon, const Record& record);
/// The same for something that is not stored yet.
std::string draftText(const Lexicon& lexicon, const Draft& draft);
/// `1. ...` lines; `first` is the number of the first.
std::string numbered(const Lexicon& lexicon, const std::vector<Record>& records,
                     const std::vector<std::string>& fields, std::size_t first = 1);
/// `a, b and c`
std::string joined(const std::vector<std::string>& parts, std::string_view conjunction = "and");
/// `1 contact`, `3 contacts`
std::string counted(const EntityWords& entity, std::size_t count);
/// `job title` for `job_position`
std::string fieldLabel(const EntityWords& entity, std::string_view field);
/// "is", or "are" for a field that holds several.
std::string_view beOf(const EntityWords& entity, std::string_view field);
/// A field of a record as text; empty when not set. Of what is an id with a name beside it, or a
/// list of such, the names.
std::string fieldText(const Record& record, std::string_view field);
/// The ids that a field of a record holds.
std::vector<std::string> fieldIds(const Record& record, std::string_view field);
std::vector<std::string> fieldNames(const Record& record, std::string_view field);
/// A value as people write it: `Fri, 4 Dec 2026`, `in progress`.
std::string valueForPeople(const FieldWords& field, const std::string& value);
/// The name and the values of a field as people write them; empty when not set.
std::string shownText(const EntityWords& entity, const Record& record, std::string_view field);

}  // namespace parley::assistant::interpreter
