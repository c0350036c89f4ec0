#include "database/described_rows.hpp"
#include "features/assistant/columns.hpp"
#include "features/assistant/run_store.hpp"

namespace parley::assistant {

using database::parameters;
using database::Transaction;

database::Command selectTracked(ConversationId conversation) {
  return {
      R"(select record_type, record_id, name, list_position, mentioned_seq, before_list
         from entity_tracking where conversation_id = $1
         order by list_position nulls last, mentioned_seq desc)",
      parameters(conversation)};
}

void trackList(Transaction& tx, const Owner& owner, ConversationId conversation,
               const std::vector<RecordRef>& records, Timestamp at) {
  tx.enqueue(
      {"update entity_tracking set list_position = null, before_list = before_list or "
       "mentioned_seq < $2::bigint "
       "where conversation_id = $1 and (list_position is not null or not before_list)",
       parameters(conversation, at.time_since_epoch().count())});
  tx.enqueue(
      {R"(insert into entity_tracking (workspace_id, conversation_id, record_type, record_id, owner_id, name,
                                              list_position, mentioned_seq)
                 select $1, $2, entry.type, entry.id, $3, entry.name, entry.position, 0
                 from unnest($4::text[], $5::uuid[], $6::text[]) with ordinality as entry (type, id, name, position)
                 on conflict (workspace_id, conversation_id, record_type, record_id)
                 do update set name = excluded.name, list_position = excluded.list_position)",
       parameters(owner.workspace_id, conversation, owner.user_id, each(records, &RecordRef::type),
                  each(records, &RecordRef::id), each(records, &RecordRef::name))});
}

void trackMentions(Transaction& tx, const Owner& owner, ConversationId conversation,
                   const std::vector<Mention>& mentions) {
  const auto record = [&](std::string RecordRef::* part) {
    return each(mentions, [part](const Mention& mention) { return mention.record.*part; });
  };
  tx.enqueue(
      {R"(insert into entity_tracking (workspace_id, conversation_id, owner_id, record_type, record_id, name,
                                       mentioned_seq)
          select $1, $2, $3, mention.* from unnest($4::text[], $5::uuid[], $6::text[], $7::bigint[]) as mention
          on conflict (workspace_id, conversation_id, record_type, record_id)
          do update set name = excluded.name, mentioned_seq = excluded.mentioned_seq, before_list = false)",
       parameters(owner.workspace_id, conversation, owner.user_id, record(&RecordRef::type),
                  record(&RecordRef::id), record(&RecordRef::name),
                  each(mentions, [](const auto& mention) {
                    return mention.at.time_since_epoch().count();
                  }))});
}

void forgetOthers(Transaction& tx, ConversationId conversation) {
  tx.enqueue({R"(delete from entity_tracking forgotten
                 using (select record_type, record_id,
                               row_number() over (partition by record_type order by mentioned_seq desc) as place
                        from entity_tracking where conversation_id = $1) ranked
                 where forgotten.conversation_id = $1 and forgotten.list_position is null
                   and (forgotten.mentioned_seq = 0 or ranked.place > $2)
                   and forgotten.record_type = ranked.record_type and forgotten.record_id = ranked.record_id)",
              parameters(conversation, max_mentioned_of_type)});
}

}  // namespace parley::assistant
