#pragma once

#include <chrono>
#include <cstdint>
#include <exception>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "fetch/message.hpp"
#include "fetch/sse_parser.hpp"
#include "language_model/model.hpp"

/// What differs between the providers that are reached over HTTP, and nothing else.
namespace parley::language_model {

/// How a person calls the model and whoever runs it.
struct Names {
  std::string model;
  std::string company;
};

/// What one model takes, and the little we show of it.
struct ModelFacts {
  std::string id;
  std::string name;
  std::uint64_t max_input_tokens = 0;   ///< 0: not known
  std::uint32_t max_output_tokens = 0;  ///< 0: not known
  bool thinking = false;                ///< thinks when told to, and shows a summary of it
  bool effort_low = false;
  bool effort_medium = false;
  bool effort_high = false;

  /// As most interfaces write it; empty when the model takes no such effort.
  std::string_view effortName(Effort effort) const;
};

/// One page of the models that a key may use and that can hold a conversation.
struct ModelPage {
  std::vector<ModelFacts> models;
  std::string next;  ///< where the next page begins; empty on the last
};

/// What an answer or a stream says about a failure.
struct ReportedError {
  int status = 0;
  std::string message;
  std::string request_id;
  std::optional<FailureKind> kind;  ///< set where the provider's code says more than the status
  std::string sentence;             ///< for the person; empty: by the kind
  std::optional<std::chrono::milliseconds> retry_after;  ///< where it stands in no header
};

/// The stream holds what this provider does not send.
class Malformed : public std::exception {
 public:
  const char* what() const noexcept override { return "the provider's stream cannot be read"; }
};

/// An error in a stream that began with status 200.
class StreamError : public std::exception {
 public:
  explicit StreamError(std::string body) : body{std::move(body)} {}
  const char* what() const noexcept override {
    return "the provider reported an error in its stream";
  }

  std::string body;  ///< shaped like the body of an HTTP error
};

/// Puts the events of one answer together to a finished turn, and tells a sink what a person may
/// see of it meanwhile.
class TurnReader {
 public:
  virtual ~TurnReader() = default;
  /// Throws Malformed, StreamError.
  virtual void take(const fetch::SseEvent& event) = 0;
  /// Nothing more has to come.
  virtual bool finished() const = 0;
  /// Whether the turn is whole although the stream ended without saying so.
  virtual bool mayEnd() const { return false; }
  /// The turn; `raw` lacks model and account. Throws Malformed when a tool call to be run is
  /// unreadable.
  virtual Completion complete() const = 0;
  /// What the provider has counted so far.
  virtual Usage usage() const = 0;
};

/// A question to the provider how many tokens a request takes.
struct Counting {
  std::string url;
  std::string body;
  std::string_view answer;  ///< the member of the answer that holds the number
};

class Protocol {
 public:
  virtual ~Protocol() = default;

  virtual const Names& names() const = 0;
  virtual void authorize(fetch::Headers& headers, const std::string& key) const = 0;

  virtual std::string turnUrl(const std::string& base_url) const = 0;
  /// A function of its arguments alone, so a history that only grew gives a body that only grew.
  /// The model asked for is the one of `facts`.
  virtual std::string body(const Request& request, const ModelFacts& facts,
                           std::string_view account) const = 0;
  /// nullopt: this provider counts nothing beforehand.
  virtual std::optional<Counting> counting(const std::string& base_url, const Request& request,
                                           const ModelFacts& facts,
                                           std::string_view account) const = 0;
  /// `request` and `sink` must outlive it.
  virtual std::unique_ptr<TurnReader> reader(const Request& request,
                                             const DeltaSink& sink) const = 0;
  /// From an answer with another status than 200, or with 200 from an error in the stream.
  virtual ReportedError readError(const fetch::Head& head, std::string_view body) const = 0;

  virtual std::string listUrl(const std::string& base_url, int limit,
                              std::string_view after) const = 0;
  /// nullopt when the body is no such page.
  virtual std::optional<ModelPage> readList(std::string_view body) const = 0;
  /// Whether the list says what a model takes; else the family is all there is to go by.
  virtual bool listTellsFacts() const = 0;
  virtual ModelFacts factsByFamily(std::string_view id) const = 0;
};

/// `base_url` with the interface's version at its end, whether it was there already or not.
std::string versioned(const std::string& base_url, std::string_view version);
/// As part of a query.
std::string percentEncoded(std::string_view text);

}  // namespace parley::language_model
