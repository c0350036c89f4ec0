#pragma once

#include <cstddef>
#include <exception>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "fetch/sse_parser.hpp"
#include "language_model/model.hpp"

namespace parley::language_model::anthropic {

/// The stream holds what no Messages API sends.
class Malformed : public std::exception {
 public:
  const char* what() const noexcept override { return "the provider's stream cannot be read"; }
};

/// An `error` event, possible at any point of a stream that began with status 200.
class StreamError : public std::exception {
 public:
  explicit StreamError(std::string body) : body{std::move(body)} {}
  const char* what() const noexcept override {
    return "the provider reported an error in its stream";
  }

  std::string body;  ///< shaped like the body of an HTTP error
};

/// One content block while it is being streamed. What the provider sent is kept as text, so that
/// the finished block can be sent back byte for byte: fields that nobody here knows stay as they
/// are.
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
  void appendTo(std::string& out) const;

 private:
  std::string* find(std::string_view key);
  const std::string* find(std::string_view key) const;
  void set(std::string_view key, std::string value);
  void extendString(std::string_view key, std::string_view raw_delta);

  std::vector<std::pair<std::string, std::string>>
      members_;  ///< key and value as JSON text, in the order received
  std::string type_;
  std::string text_;
  std::string input_;
  bool stopped_ = false;
};

/// Puts the events of one answer together to a finished turn, and tells `sink` what a person may
/// see of it meanwhile.
class Turn {
 public:
  explicit Turn(const DeltaSink& sink) : sink_{sink} {}

  /// Throws Malformed, StreamError.
  void take(const fetch::SseEvent& event);
  /// The provider has said that nothing more comes.
  bool finished() const { return finished_; }
  /// The turn, once finished; `raw` lacks model and account. Throws Malformed when a tool call to
  /// be run is unreadable.
  Completion complete() const;

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
