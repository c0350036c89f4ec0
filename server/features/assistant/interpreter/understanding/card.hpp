#pragma once

#include <optional>

#include "features/assistant/interpreter/understanding/command.hpp"
#include "features/assistant/interpreter/understanding/names.hpp"

namespace parley::assistant::interpreter {

/// One person told part by part: a visiting card or signature by lines or bars. The parts tell by
/// their labels, their look and their order what they are. Nothing when the span is no such card.
std::optional<Draft> readCard(const Scope& scope, Span span);
/// The same where commas part: "Jon Snow, Commander, Night's Watch". Only where one person is meant
/// for sure.
std::optional<Draft> readCommaCard(const Scope& scope, Span span);

/// A text that gives a card, with or without an order before it.
struct CardText {
  Draft draft;
  bool ordered = false;  ///< "save this:", "add contact"
};
std::optional<CardText> cardText(const Scope& scope);

}  // namespace parley::assistant::interpreter
