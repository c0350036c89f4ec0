#pragma once

#include <boost/describe/class.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "database/blocking_session.hpp"
#include "foundation/uuid.hpp"

/// The SQL of key rotation, as the owner of the tables. `wrapped` and `sealed` are bytes.
namespace parley::app {

/// Where fields lie that are sealed with the workspace's data key. Such a table has the columns
/// workspace_id, id and workspace_key_id.
struct SealedColumn {
  std::string_view table;
  std::string_view column;
};

struct WrappedKey {
  std::string id;
  std::string wrapped;
};
BOOST_DESCRIBE_STRUCT(WrappedKey, (), (id, wrapped))

struct SealedRow {
  std::string id;
  std::string data_key_id;
  std::string sealed;
};
BOOST_DESCRIBE_STRUCT(SealedRow, (), (id, data_key_id, sealed))

/// Rolled back unless committed.
class WritingSession {
 public:
  explicit WritingSession(database::BlockingSession& session) : session_{session} {
    session_.runScript("begin");
  }
  ~WritingSession();
  WritingSession(const WritingSession&) = delete;
  WritingSession& operator=(const WritingSession&) = delete;
  void commit();

 private:
  database::BlockingSession& session_;
  bool open_ = true;
};

/// Whether row-level security lets this role see all keys.
bool seesAllKeys(database::BlockingSession& session);
/// Keeps a second rotation away for as long as the session lasts; false: there is one already.
bool lockOutOthers(database::BlockingSession& session);
/// None before the first start.
std::optional<std::string> selectKeyCheck(database::BlockingSession& session);
/// The same; until the transaction ends nobody wraps or seals anything.
std::optional<std::string> lockKeyCheck(database::BlockingSession& session);
void updateKeyCheck(database::BlockingSession& session, const std::string& value);

std::vector<WrappedKey> selectSigningKeys(database::BlockingSession& session);
void updateSigningKey(database::BlockingSession& session, const WrappedKey& key);
/// Servers publish a new key at once, and sign with it when all must know it.
void retireSigningKeys(database::BlockingSession& session);

/// Those that have a data key, behind `after`, in the order of their ids.
std::vector<std::string> selectWorkspaces(database::BlockingSession& session,
                                          const std::optional<std::string>& after, int limit);
std::vector<WrappedKey> selectDataKeys(database::BlockingSession& session,
                                       const std::string& workspace);
void insertDataKey(database::BlockingSession& session, const std::string& workspace,
                   const WrappedKey& key);
void deleteDataKey(database::BlockingSession& session, const std::string& workspace,
                   const std::string& id);

std::vector<SealedRow> selectSealed(database::BlockingSession& session, const SealedColumn& column,
                                    const std::string& workspace);
void updateSealed(database::BlockingSession& session, const SealedColumn& column,
                  const std::string& workspace, const SealedRow& row);

}  // namespace parley::app
