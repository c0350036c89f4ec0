#include <gtest/gtest.h>

#include <fstream>
#include <iostream>
#include <sstream>

#include "testing/test_database.hpp"

/// The diagram of docs/data-model.md is what the migrations make.
namespace parley::app {
namespace {

constexpr const char* entities = R"(
  select string_agg(entity, E'\n' order by name) from (
    select c.relname as name, '  ' || c.relname || E' {\n' || string_agg(
        '    ' || case when t.typname like '\_%' then substr(t.typname, 2) || '[]' else t.typname end || ' ' || a.attname
        || case when a.attnum = any (i.indkey) then ' PK' else '' end, E'\n' order by a.attnum) || E'\n  }' as entity
    from pg_class c
    join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
    join pg_type t on t.oid = a.atttypid
    left join pg_index i on i.indrelid = c.oid and i.indisprimary
    where c.relkind = 'r' and c.relnamespace = 'public'::regnamespace
    group by c.relname) as made)";

constexpr const char* relations = R"(
  select string_agg(relation, E'\n' order by relation) from (
    select distinct '  ' || f.confrelid::regclass || case when f.confdeltype = 'c' then ' ||--o{ ' else ' ||..o{ ' end
        || f.conrelid::regclass || ' : "' || (
          select string_agg(a.attname, ' ' order by k.place) from unnest(f.conkey) with ordinality k (attnum, place)
          join pg_attribute a on a.attrelid = f.conrelid and a.attnum = k.attnum
          where a.attname <> 'workspace_id' or cardinality(f.conkey) = 1) || '"' as relation
    from pg_constraint f where f.contype = 'f' and f.connamespace = 'public'::regnamespace) as made)";

TEST(DataModel, IsDrawnAsTheMigrationsMakeIt) {
  const testing::TestDatabase storage;
  const auto diagram = "```mermaid\nerDiagram\n" + storage.askAsOwner(entities) + "\n" +
                       storage.askAsOwner(relations) + "\n```\n";
  std::ifstream file{PARLEY_SOURCE_DIR "/docs/data-model.md"};
  std::stringstream text;
  text << file.rdbuf();
  const bool current = text.str().contains(diagram);
  EXPECT_TRUE(current) << "docs/data-model.md must hold the diagram that follows";
  if (!current) std::cout << diagram;
}

}  // namespace
}  // namespace parley::app
