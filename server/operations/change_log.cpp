#include "operations/change_log.hpp"

#include <set>

#include "json/write.hpp"

namespace parley::operations {
namespace {

struct ChangedRecord {
  std::string type;
  Uuid id;
};
BOOST_DESCRIBE_STRUCT(ChangedRecord, (), (type, id))

struct RecordChanged {
  std::string type;
  ChangedRecord record;
  int version;
  Action action;
  std::optional<ChangeId> change_id;
};
BOOST_DESCRIBE_STRUCT(RecordChanged, (), (type, record, version, action, change_id))

}  // namespace

database::Command insertChange(const Call& call, const Change& change) {
  const auto& actor = call.actor();
  return {
      R"(insert into changes (workspace_id, id, owner_id, actor_id, channel, run_id, action, record_type, record_id,
                                 record_name, record_version, before, after, shared_through,
                                batch_id)
             values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15))",
      database::parameters(actor.workspace_id, change.id, change.owner.value_or(actor.user_id),
                           actor.user_id, call.channel, call.run_id, change.action,
                           change.record_type, change.record_id, change.record_name,
                           change.record_version, change.before, change.after,
                           change.shared_through, call.batch_id)};
}

void publishChange(Services& services, const Actor& actor, const Change& change) {
  RecordChanged message{"record.changed",
                        {change.record_type, change.record_id},
                        change.record_version,
                        change.action,
                        std::nullopt};
  if (!change.silent) message.change_id = change.id;
  Notice notice;
  notice.json = std::make_shared<const std::string>(json::toJson(message));
  std::set<UserId> told{actor.user_id, change.owner.value_or(actor.user_id)};
  told.insert(change.viewers.begin(), change.viewers.end());
  for (const auto user : told) services.hub.publish(user, notice);
}

}  // namespace parley::operations
