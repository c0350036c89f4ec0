#pragma once

#include <cstddef>
#include <map>
#include <string>
#include <string_view>

#include "language_model/protocol.hpp"
#include "language_model/raw_object.hpp"

namespace parley::language_model::anthropic {

/// One content block while it is being streamed.
class Block {
 public:
  /// `content_block` is valid JSON text of an object.
  explicit Block(std::string_view content_block);

  /// Takes a delta: its JSON text, and the same parsed. Deltas of unknown type are ignored.
  void take(std::string_view raw_delta, const json::object& delta);
  void stop() { stopped_ = true; }

  const std::string& type() const { return type_; }
  /// Decoded text or thinking.
  const std::string& text() const { return text_; }
  /// The input of a tool call as JSON text, `{}` when none came.
  std::string input() const;
  /// Whether it can be replayed: ended, signed if it has to be, and its input is a JSON object.
  bool isComplete() const;
  bool hasReadableInput() const;
  std::string id() const;
  std::string name() const;
  std::string write() const;

 private:
  RawObject members_;
  std::string type_;
  std::string text_;
  std::string input_;
  bool stopped_ = false;
};

/// Reads the stream of the Messages API.
class Turn final : public TurnReader {
 public:
  explicit Turn(const DeltaSink& sink) : sink_{sink} {}

  void take(const fetch::SseEvent& event) override;
  bool finished() const override { return finished_; }
  Completion complete() const override;
  Usage usage() const override;

 private:
  void startMessage(const json::object& event);
  void startBlock(std::string_view data, const json::object& event);
  void extendBlock(std::string_view data, const json::object& event);
  void takeMessageDelta(const json::object& event);
  void takeUsage(const json::value& usage);
  bool isCut(const Block& block, bool last) const;
  StopReason stopReason(bool has_calls) const;

  const DeltaSink& sink_;
  std::map<std::size_t, Block> blocks_;
  std::string stop_reason_;
  std::string explanation_;
  std::uint64_t uncached_input_tokens_ = 0;
  Usage usage_;
  bool started_ = false;
  bool finished_ = false;
};

}  // namespace parley::language_model::anthropic
