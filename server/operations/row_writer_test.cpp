#include "operations/row_writer.hpp"

#include "foundation/date.hpp"
#include "operations/named.hpp"
#include "testing/catalog_test.hpp"

namespace parley::operations {
namespace {

enum class Colour { red, dark_blue };
BOOST_DESCRIBE_ENUM(Colour, red, dark_blue)

struct Everything {
  ContactId id;
  int version = 1;
  std::string text;
  std::optional<std::string> maybe;
  std::optional<OrganizationId> link;
  Colour colour = Colour::red;
  bool flag = false;
  std::optional<Date> day;
  json::Metadata metadata;
  std::vector<Person> people;
  Timestamp at;
};
BOOST_DESCRIBE_STRUCT(Everything, (),
                      (id, version, text, maybe, link, colour, flag, day, metadata, people, at))

class RowWriter : public testing::CatalogTest {
 protected:
  database::Rows select(std::string sql) { return run(selectOne(std::move(sql))); }

 private:
  task<database::Rows> selectOne(std::string sql) {
    auto transaction = co_await database_.begin(std::nullopt, database::Mode::read);
    co_return co_await transaction.execute(std::move(sql));
  }
};

TEST_F(RowWriter, WritesWhatTheStructsOfTheRowsWouldBeWrittenAs) {
  const auto rows = select(R"(
      select '0190a5b4-0000-7000-8000-0000000000aa'::uuid as id, n as version,
             E'tab\t "quoted" \\ \x7f Zo\u00eb' as text,
             case when n > 1 then '' end as maybe,
             case when n > 1 then '0190A5B4-0000-7000-8000-0000000000BB'::uuid end as link,
             case when n > 1 then 'dark_blue' else 'red' end as colour, n > 1 as flag,
             case when n > 1 then date '2026-02-28' end as day,
             jsonb_build_object('n', n, 'deep', jsonb_build_array(null, 'x"y')) as metadata,
             case when n > 1 then array['0190a5b4-0000-7000-8000-0000000000cc Ann "A" Other']
                  else '{}' end as people,
             timestamptz '2026-11-23 09:30:00+00' + at as at
      from (values (1, interval '0'), (-2, interval '0.5 s'), (3, interval '0.000001 s'),
                   (4, interval '1.0399 s'), (5, interval '0.123456 s')) as made (n, at))");
  ASSERT_EQ(rows.size(), 5);
  const auto structs = database::rowsAs<Everything>(rows);
  EXPECT_EQ(writeRows<Everything>(rows, 5).text, json::toJson(structs));
  EXPECT_EQ(writeRows<Everything>(rows, 1).text, "[" + json::toJson(structs.front()) + "]");
  EXPECT_EQ(writeRows<Everything>(rows, 0).text, "[]");
}

struct Bare {
  std::string name;
};
BOOST_DESCRIBE_STRUCT(Bare, (), (name))

TEST_F(RowWriter, NullWhereAValueMustBeIsAMistakeAndNotNull) {
  const auto rows = select("select null::text as name");
  EXPECT_THROW(writeRows<Bare>(rows, 1), std::logic_error);
  const auto others = select("select 'x' as other");
  EXPECT_THROW(writeRows<Bare>(others, 1), std::logic_error);
}

struct Stamped {
  Timestamp at;
};
BOOST_DESCRIBE_STRUCT(Stamped, (), (at))

TEST_F(RowWriter, TimeThatNoTimestampHoldsIsAMistake) {
  for (const auto* time : {"infinity", "2026-11-23 09:30:00+00 BC", "12026-11-23 09:30:00+00"}) {
    const auto rows = select("select timestamptz '" + std::string{time} + "' as at");
    EXPECT_THROW(writeRows<Stamped>(rows, 1), std::logic_error) << time;
  }
}

}  // namespace
}  // namespace parley::operations
