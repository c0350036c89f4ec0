#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace parley::assistant::interpreter {

/// Values by field; nullopt clears the field.
using Values = std::map<std::string, std::optional<std::string>, std::less<>>;

/// A value that is the one of the record told or written before: "from the same company".
inline constexpr std::string_view same_as_before = "*same";

/// A record as somebody described it.
struct Draft {
  std::string type = {};  ///< entity type; empty when not told
  std::string name = {};
  Values values = {};  ///< without the name
  /// Words that fitted nowhere: told to the user instead of being dropped in silence.
  std::vector<std::string> ignored = {};

  bool has(std::string_view field) const { return values.find(field) != values.end(); }
};

/// One condition on a field of the records sought.
struct Condition {
  /// from, until: days, both included. open: what is not ended.
  enum class Op : std::uint8_t {
    contains,
    equals,
    starts,
    ends,
    missing,
    present,
    from,
    until,
    open
  };
  std::string field = {};
  Op op = Op::contains;
  std::string value = {};
  bool negated = false;
  std::string shown = {};  ///< how people say the value where it is an id
};

/// Which records are meant.
struct Selector {
  enum class Kind : std::uint8_t {
    name,     ///< `text` is a name or a part of it
    pronoun,  ///< her, it, that one: the record last spoken of
    list,     ///< members of the list last shown: ordinals, or all of it
    filter    ///< all records of `type` that meet the conditions
  };
  Kind kind = Kind::name;
  std::string type = {};  ///< empty: any kind
  std::string text = {};  ///< name: the words; pronoun: the word
  bool person = false;
  bool plural = false;
  bool newest = false;             ///< filter: only the record added last
  std::vector<int> ordinals = {};  ///< from 1; negative from the end; empty: all of the list
  std::vector<Condition> conditions = {};  ///< name: what tells it from others ("Ada from Initech")
};

/// What somebody wants to know.
struct Query {
  enum class Form : std::uint8_t { list, count, details, field, exists };
  Form form = Form::list;
  std::string type = {};
  std::vector<Condition> conditions = {};
  std::vector<std::string> fields = {};  ///< field: the ones asked for
  std::string words = {};                ///< free search words
  std::string sort = {};                 ///< `name`, `-created_at`; empty: by name
  std::uint32_t limit = 0;               ///< 0: not told
};

enum class Intent : std::uint8_t {
  create,
  mention,  ///< somebody was spoken of, nothing was asked for
  read,
  update,
  statement,  ///< "Ada's email is ...", "Ada works at ...": a fact, to be kept if it fits a record
  remove,
  undo,
  more,  ///< the next page of the last list
  yes,
  no,
  help,
  identity,
  greeting,
  thanks,
  farewell,
  well_being,
  praise,
  negated,      ///< "don't delete Ada"
  advice,       ///< "should I delete Ada?", "how do I add a contact?", "can you delete contacts?"
  correct,      ///< "no, I meant ...": another value for what was told last
  impossible,   ///< a day that no calendar has; the verb is how it was told
  unsupported,  ///< understood, but not something we do: mail, weather, ...
  unknown
};

/// Fields of work by what they are, whatever a kind of record calls its own.
namespace work_field {
inline constexpr std::string_view date = "*date";
inline constexpr std::string_view member = "*member";
inline constexpr std::string_view parent = "*parent";  ///< what a task belongs to
/// Whom or what it belongs to, where the words do not tell which: a parent, client or member.
inline constexpr std::string_view whose = "*whose";
}  // namespace work_field

/// Values of work that depend on who speaks or on the record: the user, the record last spoken of,
/// one step up or down a scale. A shift of a date is written `*+` and a Shift.
namespace work_value {
inline constexpr std::string_view me = "*me";
inline constexpr std::string_view it = "*it";
inline constexpr std::string_view raised = "*raised";
inline constexpr std::string_view lowered = "*lowered";
inline constexpr std::string_view reopened = "*open";  ///< not ended any more, if it was
inline constexpr std::string_view shift = "*+";
inline constexpr std::string_view without = "*-";  ///< before the name of a member who leaves
}  // namespace work_value

struct Command {
  Intent intent = Intent::unknown;
  std::vector<Draft> drafts = {};      ///< create, mention
  std::vector<Selector> targets = {};  ///< read, update, statement, remove
  Values changes = {};                 ///< update, statement
  Query query = {};                    ///< read
  bool certain = true;                 ///< false: carried out only after a question
  std::string type = {};               ///< entity spoken of, where no target tells
  /// update: the name given is only the last or first part of the name.
  enum class NamePart : std::uint8_t { whole, first, last } name_part = NamePart::whole;
  std::string verb = {};                  ///< advice, negated: what was spoken of
  std::vector<std::string> unclear = {};  ///< update: values whose field is open
  bool work = false;       ///< about records that are work; their fields may be those of work_field
  std::size_t clause = 0;  ///< which clause of the text says it
  std::string said = {};   ///< the words, where what was made of them is not sure
  /// The same clause read as one about work, likeliest first: the first that the records bear out
  /// is meant instead.
  std::vector<Command> as_work = {};
};

}  // namespace parley::assistant::interpreter
