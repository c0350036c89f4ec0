#include "features/assistant/result_operations.hpp"

#include <algorithm>
#include <array>

#include "features/assistant/run_store.hpp"
#include "foundation/error.hpp"

namespace parley::assistant {
namespace {

using namespace operations;

constexpr std::size_t piece_bytes = 12'000;

struct ReadResult {
  static constexpr std::string_view schema_name = "ReadResult";
  static constexpr auto help = std::to_array<json::Help>({
      {"result", "As the note in the shortened result names it."},
      {"offset", "Byte at which to begin; 0 is the beginning."},
  });

  Text<1, 300> result;
  std::optional<std::uint64_t> offset;
};
BOOST_DESCRIBE_STRUCT(ReadResult, (), (result, offset))

struct ResultPiece {
  static constexpr std::string_view schema_name = "ResultPiece";

  std::optional<std::string> trust;  ///< of a conversation with text that strangers wrote
  std::string text;
  std::uint64_t offset = 0;
  std::uint64_t total = 0;
  std::optional<std::uint64_t> next_offset;
};
BOOST_DESCRIBE_STRUCT(ResultPiece, (), (trust, text, offset, total, next_offset))

bool isInsideCharacter(std::string_view text, std::size_t at) {
  return at < text.size() && (static_cast<unsigned char>(text[at]) & 0xC0) == 0x80;
}

Error noResult() {
  return notFound("There is no such result in this conversation.");
}

/// Only what was read in the conversation of the run that asks.
task<ResultPiece> readOn(Call& call, ReadResult input) {
  const auto& handle = input.result.value();
  const auto slash = handle.find('/');
  const auto run = RunId::parse(handle.substr(0, slash));
  if (!run || slash == std::string::npos || !call.run_id) throw noResult();
  const auto found =
      co_await selectWholeResult(call.transaction(), *run, handle.substr(slash + 1), *call.run_id);
  if (!found) throw noResult();
  const auto& whole = found->whole_result;
  ResultPiece piece;
  if (found->untrusted) piece.trust = "untrusted";
  piece.total = whole.size();
  auto from =
      static_cast<std::size_t>(std::min<std::uint64_t>(input.offset.value_or(0), piece.total));
  while (isInsideCharacter(whole, from)) ++from;
  auto to = std::min(from + piece_bytes, whole.size());
  while (isInsideCharacter(whole, to)) --to;
  piece.offset = from;
  piece.text = whole.substr(from, to - from);
  if (to < whole.size()) piece.next_offset = to;
  co_return piece;
}

}  // namespace

std::string resultHandle(RunId run, std::string_view call_id) {
  return run.toString() + "/" + std::string{call_id};
}

std::vector<Operation> resultOperations() {
  return {operation<ReadResult, ResultPiece>(
      {.name = "read_result",
       .title = "Read on in a result",
       .summary = "Read a part of an earlier tool result that was too long to be shown as a whole.",
       .effect = Effect::read,
       .tool = true},
      readOn)};
}

}  // namespace parley::assistant
