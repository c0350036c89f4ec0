#pragma once

#include <array>
#include <boost/describe/class.hpp>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "features/accounts/password_field.hpp"
#include "foundation/clock.hpp"
#include "foundation/fields.hpp"
#include "foundation/uuid.hpp"
#include "json/describe.hpp"
#include "operations/actor.hpp"

namespace parley::accounts {

using PersonName = Text<1, 200>;
using WorkspaceName = Text<1, 200>;

enum class RegistrationMode { open, closed };
BOOST_DESCRIBE_ENUM(RegistrationMode, open, closed)

struct Instance {
  static constexpr std::string_view schema_name = "Instance";

  std::string name;
  std::string version;
  RegistrationMode registration = RegistrationMode::open;
};
BOOST_DESCRIBE_STRUCT(Instance, (), (name, version, registration))

// ---- signing in ----

using InvitationToken = Text<1, 200>;

struct Registration {
  static constexpr std::string_view schema_name = "Registration";
  static constexpr auto help = std::to_array<json::Help>({
      {"workspace_name", "The company or team; you become its owner."},
      {"invitation", "Instead of workspace_name: the token of the link that invited you."},
      {"password",
       "Any characters; no rule asks for digits or signs. What is easily guessed is refused."},
      {"time_zone", "An IANA name like Europe/Paris. Default: UTC."},
  });

  std::optional<WorkspaceName> workspace_name;
  std::optional<InvitationToken> invitation;
  PersonName name;
  EmailAddress email;
  NewPassword password;
  std::optional<TimeZone> time_zone;
};
BOOST_DESCRIBE_STRUCT(Registration, (),
                      (workspace_name, invitation, name, email, password, time_zone))

struct SignIn {
  static constexpr std::string_view schema_name = "SignIn";

  EmailAddress email;
  GivenPassword password;
};
BOOST_DESCRIBE_STRUCT(SignIn, (), (email, password))

struct SignedInUser {
  static constexpr std::string_view schema_name = "SignedInUser";

  UserId id;
  std::string name;
  std::string email;
  WorkspaceId workspace_id;
  operations::Role role = operations::Role::member;
  std::string time_zone;
};
BOOST_DESCRIBE_STRUCT(SignedInUser, (), (id, name, email, workspace_id, role, time_zone))

struct Authenticated {
  static constexpr std::string_view schema_name = "Authenticated";
  static constexpr auto help = std::to_array<json::Help>({{"expires_in", "Seconds."}});

  std::string access_token;
  std::string token_type = "Bearer";
  std::int64_t expires_in = 0;
  SignedInUser user;
};
BOOST_DESCRIBE_STRUCT(Authenticated, (), (access_token, token_type, expires_in, user))

struct PasswordChange {
  static constexpr std::string_view schema_name = "PasswordChange";

  GivenPassword current_password;
  NewPassword new_password;
};
BOOST_DESCRIBE_STRUCT(PasswordChange, (), (current_password, new_password))

// ---- profile ----

struct Me {
  static constexpr std::string_view schema_name = "Me";

  UserId id;
  std::string name;
  std::string email;
  WorkspaceId workspace_id;
  std::string workspace_name;
  operations::Role role = operations::Role::member;
  std::string time_zone;
  bool has_avatar = false;
  Timestamp created_at;
};
BOOST_DESCRIBE_STRUCT(Me, (),
                      (id, name, email, workspace_id, workspace_name, role, time_zone, has_avatar,
                       created_at))

/// What is left out stays. `email` and `role` may be sent back as they were read.
struct MeChanges {
  static constexpr std::string_view schema_name = "MeChanges";
  static constexpr auto ignored =
      std::to_array<std::string_view>({"id", "version", "workspace_id", "workspace_name",
                                       "has_avatar", "created_at", "updated_at"});
  static constexpr auto help = std::to_array<json::Help>({
      {"time_zone", "An IANA name like Europe/Paris."},
      {"email", "Cannot be changed here."},
      {"role", "Cannot be changed here."},
  });

  Patch<PersonName> name;
  Patch<TimeZone> time_zone;
  std::optional<EmailAddress> email;
  std::optional<operations::Role> role;
};
BOOST_DESCRIBE_STRUCT(MeChanges, (), (name, time_zone, email, role))

// ---- sessions and members ----

struct Session {
  static constexpr std::string_view schema_name = "Session";
  static constexpr auto help =
      std::to_array<json::Help>({{"current", "Whether it is the one that asks."}});

  SessionId id;
  Timestamp created_at;
  Timestamp last_used_at;
  std::string address;
  std::string user_agent;
  bool current = false;
};
BOOST_DESCRIBE_STRUCT(Session, (), (id, created_at, last_used_at, address, user_agent, current))

struct SessionPage {
  static constexpr std::string_view schema_name = "SessionPage";

  std::vector<Session> items;
  std::optional<std::string> next_cursor;
};
BOOST_DESCRIBE_STRUCT(SessionPage, (), (items, next_cursor))

struct SessionKey {
  SessionId id;
};
BOOST_DESCRIBE_STRUCT(SessionKey, (), (id))

struct Member {
  static constexpr std::string_view schema_name = "Member";

  UserId id;
  std::string name;
  std::string email;
  operations::Role role = operations::Role::member;
};
BOOST_DESCRIBE_STRUCT(Member, (), (id, name, email, role))

struct FindMembers {
  static constexpr auto help = std::to_array<json::Help>({
      {"search", "Part of a name or of an e-mail address."},
      {"limit", "1 to 200, default 50."},
      {"cursor", "next_cursor of the page before."},
  });

  std::optional<int> limit;
  std::optional<std::string> cursor;
  std::optional<std::string> search;
};
BOOST_DESCRIBE_STRUCT(FindMembers, (), (limit, cursor, search))

struct MemberPage {
  static constexpr std::string_view schema_name = "MemberPage";

  std::vector<Member> items;
  std::optional<std::string> next_cursor;
};
BOOST_DESCRIBE_STRUCT(MemberPage, (), (items, next_cursor))

// ---- invitations ----

/// What an invited person may be. Workspaces get owners by being made.
enum class InvitedRole { member, administrator };
BOOST_DESCRIBE_ENUM(InvitedRole, member, administrator)

struct NewInvitation {
  static constexpr std::string_view schema_name = "NewInvitation";
  static constexpr auto ignored = std::to_array<std::string_view>(
      {"id", "version", "url", "invited_by", "created_at", "updated_at", "expires_at"});
  static constexpr auto help = std::to_array<json::Help>({{"role", "Default: member."}});

  EmailAddress email;
  std::optional<InvitedRole> role;
};
BOOST_DESCRIBE_STRUCT(NewInvitation, (), (email, role))

/// An invitation with its link, which is shown this once.
struct MadeInvitation {
  static constexpr std::string_view schema_name = "MadeInvitation";

  InvitationId id;
  std::string url;
  std::string email;
  InvitedRole role = InvitedRole::member;
  Timestamp expires_at;
};
BOOST_DESCRIBE_STRUCT(MadeInvitation, (), (id, url, email, role, expires_at))

struct Invitation {
  static constexpr std::string_view schema_name = "Invitation";

  InvitationId id;
  std::string email;
  InvitedRole role = InvitedRole::member;
  std::string invited_by;
  Timestamp created_at;
  Timestamp expires_at;
};
BOOST_DESCRIBE_STRUCT(Invitation, (), (id, email, role, invited_by, created_at, expires_at))

struct InvitationPage {
  static constexpr std::string_view schema_name = "InvitationPage";

  std::vector<Invitation> items;
  std::optional<std::string> next_cursor;
};
BOOST_DESCRIBE_STRUCT(InvitationPage, (), (items, next_cursor))

struct InvitationKey {
  InvitationId id;
};
BOOST_DESCRIBE_STRUCT(InvitationKey, (), (id))

struct InvitationLink {
  static constexpr std::string_view schema_name = "InvitationLink";

  InvitationToken invitation;
};
BOOST_DESCRIBE_STRUCT(InvitationLink, (), (invitation))

/// What an invited person is shown before joining.
struct InvitationView {
  static constexpr std::string_view schema_name = "InvitationView";

  std::string workspace_name;
  std::string email;
  InvitedRole role = InvitedRole::member;
  std::string invited_by;
  Timestamp expires_at;
};
BOOST_DESCRIBE_STRUCT(InvitationView, (), (workspace_name, email, role, invited_by, expires_at))

}  // namespace parley::accounts
