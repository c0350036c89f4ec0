#pragma once

#include <memory>
#include <string_view>
#include <vector>

#include "operations/catalog.hpp"
#include "operations/listing.hpp"
#include "operations/operation.hpp"

namespace parley::operations {

/// What the operations of a kind of record say about themselves; the rest follows from its name.
struct RecordFacts {
  std::string one;   ///< `contact`
  std::string many;  ///< `contacts`: the path too
  /// Summaries, see Facts.
  std::string find;
  std::string create;
  std::string update;
  std::string remove;
};

/// The six operations of a kind of record: a page of them, one made, read, changed, replaced and
/// deleted.
template <class Record, class Find, class New, class Key, class Changes>
std::vector<Operation> recordOperations(const RecordFacts& facts, auto find, auto create, auto get,
                                        auto update, auto remove) {
  const auto path = "/api/" + facts.many;
  const auto one = path + "/{id}";
  return {
      operation<Find, Page<Record>>({.name = "find_" + facts.many,
                                     .title = "Find " + facts.many,
                                     .summary = facts.find,
                                     .method = "GET",
                                     .path = path,
                                     .effect = Effect::read,
                                     .tool = true},
                                    find),
      operation<New, Record>({.name = "create_" + facts.one,
                              .title = "Create " + facts.one,
                              .summary = facts.create,
                              .method = "POST",
                              .path = path,
                              .effect = Effect::write,
                              .tool = true,
                              .success = 201},
                             create),
      operation<Key, Record>({.name = "get_" + facts.one,
                              .title = "Read " + facts.one,
                              .summary = "Read one " + facts.one + " by its id.",
                              .method = "GET",
                              .path = one,
                              .effect = Effect::read,
                              .tool = true},
                             get),
      operation<Changes, Record>({.name = "update_" + facts.one,
                                  .title = "Change " + facts.one,
                                  .summary = facts.update,
                                  .method = "PATCH",
                                  .path = one,
                                  .effect = Effect::write,
                                  .tool = true},
                                 update),
      operation<Changes, Record>({.name = "replace_" + facts.one,
                                  .title = "Change " + facts.one,
                                  .summary = "Set the given fields of one " + facts.one + ".",
                                  .method = "PUT",
                                  .path = one,
                                  .effect = Effect::write},
                                 update),
      operation<Key, NoContent>({.name = "delete_" + facts.one,
                                 .title = "Delete " + facts.one,
                                 .summary = facts.remove,
                                 .method = "DELETE",
                                 .path = one,
                                 .effect = Effect::destroy,
                                 .tool = true},
                                remove),
  };
}

/// The kind of record that a `Writer` with members restore, revert and remove keeps.
template <class Key, class Writer>
RecordKind recordKind(std::string_view type, auto load, std::shared_ptr<const Writer> writer) {
  RecordKind kind;
  kind.type = type;
  kind.load = load;
  kind.restore = [writer](Call& call, Uuid id, const json::object& before) {
    return writer->restore(call, id, before);
  };
  kind.revert = [writer](Call& call, Uuid id, const json::object& before) {
    return writer->revert(call, id, before);
  };
  kind.remove = [writer](Call& call, Uuid id) {
    return writer->remove(call, Key{decltype(Key::id){id}});
  };
  return kind;
}

}  // namespace parley::operations
