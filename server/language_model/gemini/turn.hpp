#pragma once

#include <cstddef>
#include <map>
#include <string>
#include <string_view>

#include "language_model/protocol.hpp"
#include "language_model/raw_object.hpp"

namespace parley::language_model::gemini {

/// One step while it is being streamed. Thoughts carry the signatures that later requests have to
/// bring back byte for byte.
class Step {
 public:
  /// `step` is valid JSON text of an object.
  explicit Step(std::string_view step);

  /// Takes a delta: its JSON text, and the same parsed. Deltas of unknown type are ignored.
  void take(std::string_view raw_delta, const json::object& delta);
  void stop() { stopped_ = true; }

  const std::string& type() const { return type_; }
  /// Decoded: what a model_output says, or a thought's summary.
  const std::string& text() const { return text_; }
  bool isCall() const { return type_ == "function_call"; }
  /// Whether it can be sent back: ended, and its arguments are an object.
  bool isComplete() const;
  /// nullopt when they are no object.
  std::optional<json::object> arguments() const;
  std::string member(std::string_view key) const { return members_.text(key); }
  std::string write() const;

 private:
  std::string argumentsText() const;

  RawObject members_;
  std::string type_;
  std::string text_;
  std::string raw_text_;   ///< what deltas added to the text, as it stands in JSON
  std::string arguments_;  ///< by deltas, as JSON text
  bool stopped_ = false;
};

/// Reads the stream of the Interactions API.
class Turn final : public TurnReader {
 public:
  explicit Turn(const DeltaSink& sink) : sink_{sink} {}

  void take(const fetch::SseEvent& event) override;
  bool finished() const override { return finished_; }
  Completion complete() const override;
  Usage usage() const override { return usage_; }

 private:
  void startStep(std::string_view data, const json::object& event);
  void extendStep(std::string_view data, const json::object& event);
  void end(std::string_view data, const json::object& event);
  Step& stepOf(const json::object& event);
  void takeUsage(const json::object* usage);

  const DeltaSink& sink_;
  std::map<std::size_t, Step> steps_;
  std::string status_;
  Usage usage_;
  bool finished_ = false;
};

}  // namespace parley::language_model::gemini
