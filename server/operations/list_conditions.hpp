#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "operations/listing.hpp"

/// What a list's search and filters ask of its rows, as SQL.
namespace parley::operations {

/// Conditions of one statement, joined by `and`, with their parameters.
class Conditions {
 public:
  /// The placeholder under which the parameter is sent.
  std::string add(std::string parameter) {
    parameters.emplace_back(std::move(parameter));
    return "$" + std::to_string(parameters.size());
  }
  void require(std::string condition) {
    text += text.empty() ? " where " : " and ";
    text += condition;
  }

  std::string text;
  std::vector<database::Parameter> parameters;
  std::vector<std::string> words;     ///< of the search
  std::vector<std::string> patterns;  ///< that find them
};

const ListField* findField(const ListTable& table, std::string_view name);

/// Throws 400 for more words or characters than a search may have.
void addSearch(Conditions& where, const ListTable& table, const std::string& search);

/// Throws 400 where the value is none of the field's kind.
void addFilter(Conditions& where, const ListField& field, const std::string& value);

}  // namespace parley::operations
