#pragma once

#include <boost/describe/enum.hpp>

#include "database/transaction.hpp"
#include "foundation/uuid.hpp"

namespace parley::operations {

enum class Role { member, administrator, owner };
BOOST_DESCRIBE_ENUM(Role, member, administrator, owner)

/// Who acts, as the access token says.
struct Actor {
  UserId user_id;
  WorkspaceId workspace_id;
  SessionId session_id;
  Role role = Role::member;
};

/// As whom the database is asked.
inline database::Identity identityOf(const Actor& actor) {
  return {actor.user_id.uuid, actor.workspace_id.uuid};
}

}  // namespace parley::operations
