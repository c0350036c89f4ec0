#include "fetch/sse_parser.hpp"

#include <gtest/gtest.h>

#include <vector>

#include "fetch/message.hpp"

namespace parley::fetch {
namespace {

std::vector<SseEvent> parse(const std::vector<std::string_view>& pieces,
                            SseParser::Options options = {}) {
  SseParser parser{options};
  std::vector<SseEvent> events;
  for (const auto piece : pieces) {
    parser.feed(piece, [&](SseEvent event) { events.push_back(std::move(event)); });
  }
  return events;
}

std::vector<SseEvent> events(std::initializer_list<SseEvent> list) {
  return list;
}

const std::string everything =
    "\xEF\xBB\xBF: a comment\r\n"
    "event: message_start\r\ndata: {\"a\":1}\r\n\r\n"
    "id: 7\rdata: first\rdata:second\rdata:  third\r\r"
    "data\n\n"
    "retry: 250\nevent: \xC3\xA9t\xC3\xA9\nunknown: field\ndata: x:y\n\n"
    "event: no data\n\n"
    "data: never closed\n";

const std::vector<SseEvent> everything_means = {
    {"message_start", "{\"a\":1}", ""},
    {"message", "first\nsecond\n third", "7"},
    {"message", "", "7"},
    {"\xC3\xA9t\xC3\xA9", "x:y", "7"},
};

TEST(SseParser, ReadsEveryLineEndAndFieldForm) {
  EXPECT_EQ(parse({everything}), everything_means);
}

TEST(SseParser, GivesTheSameEventsWhereverTheStreamIsSplit) {
  const std::string_view whole = everything;
  for (std::size_t at = 0; at <= whole.size(); ++at) {
    EXPECT_EQ(parse({whole.substr(0, at), whole.substr(at)}), everything_means)
        << "split at " << at;
  }
}

TEST(SseParser, ReadsAStreamThatComesByteByByte) {
  std::vector<std::string_view> bytes;
  for (std::size_t at = 0; at < everything.size(); ++at) {
    bytes.push_back(std::string_view{everything}.substr(at, 1));
  }
  EXPECT_EQ(parse(bytes), everything_means);
}

TEST(SseParser, KeepsAByteOrderMarkThatIsNotAtTheStart) {
  EXPECT_EQ(parse({"data: \xEF\xBB\xBFx\n\n"}), events({{"message", "\xEF\xBB\xBFx", ""}}));
}

TEST(SseParser, TakesHalfAByteOrderMarkForText) {
  EXPECT_EQ(parse({"\xEF", "\xBB: comment?\n", "data: x\n\n"}), events({{"message", "x", ""}}));
}

TEST(SseParser, IgnoresAnIdWithANullAndARetryThatIsNoNumber) {
  using namespace std::string_view_literals;
  SseParser parser;
  std::vector<SseEvent> seen;
  parser.feed("id: a\0b\nretry: 5s\ndata: x\n\n"sv, [&](SseEvent event) { seen.push_back(event); });
  EXPECT_EQ(seen, events({{"message", "x", ""}}));
  EXPECT_FALSE(parser.retry());
}

TEST(SseParser, RemembersTheRetryTime) {
  SseParser parser;
  parser.feed("retry: 1500\n", [](const SseEvent&) {});
  EXPECT_EQ(parser.retry(), 1500);
}

TEST(SseParser, RefusesALineOverTheLimitHoweverItArrives) {
  const SseParser::Options options{.max_line_bytes = 8, .max_event_bytes = 100};
  EXPECT_NO_THROW(parse({"data: 78\n\n"}, options));
  EXPECT_THROW(parse({"data: 789\n\n"}, options), Failure);
  EXPECT_THROW(parse({"data", ": 78", "9"}, options), Failure);
}

TEST(SseParser, RefusesAnEventOverTheLimit) {
  const SseParser::Options options{.max_line_bytes = 100, .max_event_bytes = 6};
  EXPECT_NO_THROW(parse({"data: abc\ndata: de\n\n"}, options));
  EXPECT_THROW(parse({"data: abc\ndata: def\n\n"}, options), Failure);
}

}  // namespace
}  // namespace parley::fetch
