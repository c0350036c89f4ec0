#pragma once

#include <array>
#include <boost/describe/class.hpp>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "foundation/clock.hpp"
#include "foundation/fields.hpp"
#include "foundation/uuid.hpp"
#include "json/describe.hpp"
#include "operations/listing.hpp"
#include "operations/named.hpp"

namespace parley::feedback {

enum class Kind { bug, idea, question, praise, other };
BOOST_DESCRIBE_ENUM(Kind, bug, idea, question, praise, other)

enum class Status { open, done };
BOOST_DESCRIBE_ENUM(Status, open, done)

struct Feedback {
  static constexpr std::string_view schema_name = "Feedback";

  FeedbackId id;
  int version = 1;
  Kind kind = Kind::other;
  std::string message;
  std::optional<std::string> page;
  Status status = Status::open;
  operations::Person author;
  Timestamp created_at;
  Timestamp updated_at;
};
BOOST_DESCRIBE_STRUCT(Feedback, (),
                      (id, version, kind, message, page, status, author, created_at, updated_at))

struct NewFeedback {
  static constexpr std::string_view schema_name = "NewFeedback";
  static constexpr auto ignored = std::to_array<std::string_view>(
      {"id", "version", "status", "author", "created_at", "updated_at"});
  static constexpr auto help =
      std::to_array<json::Help>({{"page", "The page it is about, like /contacts."}});

  Kind kind;
  Prose<1, 10'000> message;
  std::optional<Text<0, 500>> page;
};
BOOST_DESCRIBE_STRUCT(NewFeedback, (), (kind, message, page))

struct FeedbackChanges {
  static constexpr std::string_view schema_name = "FeedbackChanges";
  static constexpr auto ignored = std::to_array<std::string_view>(
      {"version", "kind", "message", "page", "author", "created_at", "updated_at"});

  FeedbackId id;
  Status status;
};
BOOST_DESCRIBE_STRUCT(FeedbackChanges, (), (id, status))

struct FindFeedback {
  std::optional<int> limit;
  std::optional<std::string> cursor;
  std::optional<std::string> search;
  std::optional<std::string> sort;
  std::optional<operations::Count> count;
  std::optional<std::string> kind;
  std::optional<std::string> status;
  std::optional<std::string> page;
};
BOOST_DESCRIBE_STRUCT(FindFeedback, (), (limit, cursor, search, sort, count, kind, status, page))

}  // namespace parley::feedback
