#pragma once

#include <optional>
#include <string_view>
#include <unordered_map>

#include "foundation/uuid.hpp"
#include "json/value.hpp"

namespace parley::assistant {

/// The versions of the records that a model was shown, so that it never writes over what it has not
/// seen. Lives with a run, on its loop.
class SeenVersions {
 public:
  /// From the result of a read: one record, or a page of them. Anything else says nothing.
  void noteRead(std::string_view result);
  /// From the result of a write. One that does not answer the record it changed (an undo) makes all
  /// that was seen old.
  void noteWrite(std::string_view result);
  /// Of the record that a call's arguments name by `id`.
  std::optional<int> of(const json::object& arguments) const;

 private:
  bool noteRecord(const json::value& record);

  std::unordered_map<Uuid, int> versions_;
};

}  // namespace parley::assistant
