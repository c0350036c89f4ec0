#pragma once

#include <array>
#include <compare>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace parley {

/// 128-bit identifier (RFC 9562). Ordered by bytes, so version 7 sorts by time.
struct Uuid {
  std::array<std::uint8_t, 16> bytes{};

  /// The 36-character form in any case; nothing else is accepted.
  static std::optional<Uuid> parse(std::string_view text);
  std::string toString() const;
  bool isNil() const { return *this == Uuid{}; }

  auto operator<=>(const Uuid&) const = default;
};

/// A new UUIDv7: strictly increasing within this process, from any thread.
Uuid makeUuid();

/// An id of one kind of record: ids of different kinds do not mix.
template <class Tag>
struct Id {
  Uuid uuid;

  static Id make() { return Id{makeUuid()}; }
  static std::optional<Id> parse(std::string_view text) {
    auto parsed = Uuid::parse(text);
    return parsed ? std::optional{Id{*parsed}} : std::nullopt;
  }
  std::string toString() const { return uuid.toString(); }

  auto operator<=>(const Id&) const = default;
};

using UserId = Id<struct UserTag>;
using WorkspaceId = Id<struct WorkspaceTag>;
using SessionId = Id<struct SessionTag>;
using ContactId = Id<struct ContactTag>;
using OrganizationId = Id<struct OrganizationTag>;
using ProjectId = Id<struct ProjectTag>;
using TaskId = Id<struct TaskTag>;
using ConversationId = Id<struct ConversationTag>;
using MessageId = Id<struct MessageTag>;
using RunId = Id<struct RunTag>;
using ApprovalId = Id<struct ApprovalTag>;
using ChangeId = Id<struct ChangeTag>;
using InvitationId = Id<struct InvitationTag>;
using FeedbackId = Id<struct FeedbackTag>;
using BatchId = Id<struct BatchTag>;

}  // namespace parley

template <>
struct std::hash<parley::Uuid> {
  std::size_t operator()(const parley::Uuid& uuid) const noexcept;
};
template <class Tag>
struct std::hash<parley::Id<Tag>> {
  std::size_t operator()(const parley::Id<Tag>& id) const noexcept {
    return std::hash<parley::Uuid>{}(id.uuid);
  }
};
