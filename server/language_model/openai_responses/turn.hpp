#pragma once

#include <cstddef>
#include <map>
#include <set>
#include <string>
#include <string_view>

#include "language_model/protocol.hpp"

namespace parley::language_model::openai_responses {

/// Reads the stream of the Responses API. What goes back is every output item as
/// `response.output_item.done` brought it: the copy in `.added` may lack its encrypted content.
class Turn final : public TurnReader {
 public:
  explicit Turn(const DeltaSink& sink) : sink_{sink} {}

  void take(const fetch::SseEvent& event) override;
  bool finished() const override { return finished_; }
  Completion complete() const override;
  Usage usage() const override { return usage_; }

 private:
  struct Item {
    std::string raw;
    json::object fields;
  };

  void addItem(const json::object& event);
  void finishItem(std::string_view data, const json::object& event);
  void showDelta(std::string_view type, const json::object& event);
  void end(const json::object& event);
  bool isKept(const Item& item) const;
  void addParts(Completion& completion, const Item& item) const;
  std::string blocks() const;

  const DeltaSink& sink_;
  std::set<std::size_t> begun_;
  std::map<std::size_t, Item> items_;
  bool finished_ = false;
  bool cut_ = false;  ///< the output ended before the model was through
  std::string reason_;
  Usage usage_;
};

}  // namespace parley::language_model::openai_responses
