#include "database/prepared_statements.hpp"

#include <algorithm>
#include <utility>

namespace parley::database {

PreparedStatements::PreparedStatements(std::size_t capacity)
    : capacity_{std::max<std::size_t>(capacity, 1)} {}

PreparedStatements::Use PreparedStatements::use(const std::string& sql) {
  if (const auto known = by_sql_.find(sql); known != by_sql_.end()) {
    order_.splice(order_.begin(), order_, known->second);
    return {known->second->name, false};
  }
  order_.push_front({sql, "p" + std::to_string(next_++)});
  by_sql_.emplace(order_.front().sql, order_.begin());
  if (by_sql_.size() > capacity_) giveUp(std::string{order_.back().sql});
  return {order_.front().name, true};
}

void PreparedStatements::forget(const std::string& sql) {
  const auto known = by_sql_.find(sql);
  if (known == by_sql_.end()) return;
  const auto statement = known->second;
  by_sql_.erase(known);
  order_.erase(statement);
}

void PreparedStatements::giveUp(const std::string& sql) {
  const auto known = by_sql_.find(sql);
  if (known == by_sql_.end()) return;
  given_up_.push_back(known->second->name);
  forget(sql);
}

void PreparedStatements::clear() {
  by_sql_.clear();
  order_.clear();
  given_up_.clear();
}

std::vector<std::string> PreparedStatements::takeGivenUp() {
  return std::exchange(given_up_, {});
}

void PreparedStatements::returnGivenUp(std::string name) {
  given_up_.push_back(std::move(name));
}

}  // namespace parley::database
