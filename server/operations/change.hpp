#pragma once

#include <boost/describe/enum.hpp>
#include <optional>
#include <string>
#include <vector>

#include "foundation/uuid.hpp"

namespace parley::operations {

enum class Action { created, updated, deleted };
BOOST_DESCRIBE_ENUM(Action, created, updated, deleted)

/// Through what a write came.
enum class Channel { ui, api, assistant, mcp, sync, import, undo };
BOOST_DESCRIBE_ENUM(Channel, ui, api, assistant, mcp, sync, import, undo)

/// One write to one record: what it was and what it became, as JSON text.
struct Change {
  ChangeId id = ChangeId::make();
  Action action = Action::updated;
  std::string record_type;
  Uuid record_id;
  std::string record_name;
  int record_version = 1;  ///< the version this change made; of a deletion, the last one
  std::optional<std::string> before;
  std::optional<std::string> after;
  std::optional<UserId> owner;         ///< whose record it is; the actor's own when unset
  std::optional<Uuid> shared_through;  ///< the project that lets others see it
  std::vector<UserId> viewers;         ///< who else sees the record
  bool silent =
      false;  ///< published only, without a row: things that have no history (a conversation)
};

}  // namespace parley::operations
