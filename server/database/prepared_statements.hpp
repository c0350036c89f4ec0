#pragma once

#include <cstdint>
#include <list>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace parley::database {

/// What one connection has prepared: names by SQL text, the least used given up beyond the
/// capacity. Keeps the books only; telling the server is the connection's part.
class PreparedStatements {
 public:
  explicit PreparedStatements(std::size_t capacity);

  struct Use {
    std::string name;
    bool is_new;  ///< to be prepared first
  };
  Use use(const std::string& sql);
  /// It was never prepared, because the server refused or skipped it.
  void forget(const std::string& sql);
  /// It is prepared but of no use any more: its name is given up.
  void giveUp(const std::string& sql);
  /// The server knows none of them any more.
  void clear();

  /// Names to deallocate, each given once.
  std::vector<std::string> takeGivenUp();
  /// A deallocation that the server skipped: give the name again.
  void returnGivenUp(std::string name);

  std::size_t size() const { return by_sql_.size(); }

 private:
  struct Statement {
    std::string sql;
    std::string name;
  };
  using Order = std::list<Statement>;  // most recently used first

  std::size_t capacity_;
  std::uint64_t next_ = 1;
  Order order_;
  std::unordered_map<std::string_view, Order::iterator> by_sql_;
  std::vector<std::string> given_up_;
};

}  // namespace parley::database
