#pragma once

#include <string>
#include <vector>

namespace parley::operations {

/// How people speak of one kind of record. Part of the catalog: the command interpreter understands
/// it, the tools' descriptions and the help text are made from it. An entity adds its words here
/// and no machinery anywhere.
struct FieldWords {
  enum class Kind { name, text, email, phone, job_title, reference, choice, date, member };
  std::string field = {};               ///< the input field it fills: `job_position`
  Kind kind = Kind::text;               ///< how a value of it looks
  std::vector<std::string> words = {};  ///< `job title`, `position`, `role`
  std::string refers_to =
      {};  ///< for reference: the entity type whose name it holds: `organization`
  /// For choice: the values the field takes, each with the words that mean it: `in_progress`,
  /// {`started`, ...}.
  struct Choice {
    std::string value = {};
    std::vector<std::string> words = {};
    bool ends = false;  ///< nothing is left to do: such a record is neither open nor overdue
  };
  std::vector<Choice> choices = {};
  bool required = false;  ///< for reference: a new record needs one, so it is asked for
};

struct EntityWords {
  std::string type = {};                   ///< `contact`
  std::vector<std::string> singular = {};  ///< `contact`, `person`; the first is the one we say
  std::vector<std::string> plural = {};    ///< `contacts`, `people`; the first is the one we say
  std::vector<FieldWords> fields = {};
  std::string create_tool = {};  ///< `create_contact`
  std::string find_tool = {};    ///< `find_contacts`: {search?, limit?, sort?, count?, <field>=} ->
                                 ///< {items, next_cursor, total}
  std::string get_tool = {};     ///< `get_contact`: {id}
  std::string update_tool = {};  ///< `update_contact`: {id, <changed fields>}
  std::string delete_tool = {};  ///< `delete_contact`: {id}
  bool is_person = false;        ///< "I just met ..." may introduce one; "her", "him" may mean one
  std::string page = {};         ///< where one is shown: `/contacts`, the id follows
                                 ///< behind a slash, or at once where it ends in `=`
  std::vector<std::string> examples = {};  ///< sentences for the help text

  /// Records that are deleted with one of these, so that people are told how many they are.
  struct Children {
    std::string find_tool = {};  ///< `find_tasks`
    std::string filter = {};     ///< `project_id`: takes the id of the parent
    std::string singular = {};
    std::string plural = {};
  };
  std::vector<Children> children = {};
};

}  // namespace parley::operations
