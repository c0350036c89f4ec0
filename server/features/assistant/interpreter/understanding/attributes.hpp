#pragma once

#include <optional>
#include <string>

#include "features/assistant/interpreter/understanding/command.hpp"
#include "features/assistant/interpreter/understanding/names.hpp"

namespace parley::assistant::interpreter {

/// Reads what is said about one record. Every reader takes a position and gives the position behind
/// what it has understood and put into the draft, or the same position when there was nothing for
/// it.
class AttributeReader {
 public:
  explicit AttributeReader(const Scope& scope) : scope_{scope}, tokens_{scope.tokens} {}

  /// How sure a title must be: anything behind "is a", or only what titles are made of.
  enum class Care { generous, strict };

  /// An address or number on its own.
  std::size_t bare(std::size_t i, std::size_t end, Draft& draft) const;
  /// `email: a@b.c`, `with the phone number 555 1234`, `job title CTO`, `whose email is ...`
  std::size_t field(std::size_t i, std::size_t end, Draft& draft) const;
  /// `at Acme`, `works for Acme`, `from Acme`
  std::size_t affiliation(std::size_t i, std::size_t end, Draft& draft) const;
  /// `CTO of Initech`, `a senior engineer at Acme`, `Initech's CTO`
  std::size_t role(std::size_t i, std::size_t end, Draft& draft, Care care) const;
  /// A verb phrase about a person or organization: `is the CTO of ...`, `works at ...`, `left Acme`
  std::size_t predicate(std::size_t i, std::size_t end, Draft& draft, Care care) const;
  /// What an organization is: `a software company`, `in the fintech industry`, `that makes
  /// printers`
  std::size_t business(std::size_t i, std::size_t end, Draft& draft) const;

  struct Value {
    std::string text;
    std::size_t end = 0;
  };
  /// A value for a field of this kind.
  std::optional<Value> value(const Lexicon::Field& field, std::size_t i, std::size_t end) const;

  /// A field word behind articles and adjectives: `the new work email`.
  Lexicon::Field fieldAhead(std::size_t& i, std::size_t end, bool typed = false) const;

  std::string personField(FieldWords::Kind kind) const;

 private:
  std::size_t be(std::size_t i, std::size_t end, Draft& draft, Care care) const;
  std::size_t work(std::size_t i, std::size_t end, Draft& draft) const;
  std::size_t department(std::size_t i, std::size_t end, Draft& draft) const;
  std::size_t move(std::size_t i, std::size_t end, Draft& draft) const;
  std::size_t possess(std::size_t i, std::size_t end, Draft& draft) const;
  std::size_t noLonger(std::size_t i, std::size_t end, Draft& draft) const;
  std::size_t sameEmployer(std::size_t i, std::size_t end, Draft& draft) const;
  std::size_t employer(std::size_t i, std::size_t end, Draft& draft) const;
  bool isNoEmployer(Span span) const;
  std::size_t freeTextEnd(std::size_t i, std::size_t end) const;
  /// Whether words name a trade: "pharmaceuticals", "web design".
  bool isTrade(Span span) const;
  std::size_t adverbs(std::size_t i, std::size_t end) const;

  const Scope& scope_;
  const Tokens& tokens_;
};

}  // namespace parley::assistant::interpreter
