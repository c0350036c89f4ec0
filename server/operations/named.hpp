#pragma once

#include <boost/describe/class.hpp>
#include <string>
#include <string_view>

#include "database/values.hpp"
#include "foundation/uuid.hpp"

namespace parley::operations {

/// Another record as it is shown beside one: `{"id": ..., "name": ...}`. Read from a column that
/// holds `id || ' ' || name`, or from an array of such.
template <class Id>
struct Named {
  Id id;
  std::string name;

  static Named fromDatabase(std::string_view text) {
    constexpr std::size_t id_length = 36;
    if (text.size() <= id_length) database::throwUnreadable("named record", text);
    return {database::fromText<Id>(text.substr(0, id_length)),
            std::string{text.substr(id_length + 1)}};
  }
  bool operator==(const Named&) const = default;

  BOOST_DESCRIBE_CLASS(Named, (), (id, name), (), ())
};

/// A member of the workspace.
using Person = Named<UserId>;

}  // namespace parley::operations
