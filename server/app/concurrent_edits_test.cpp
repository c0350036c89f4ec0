#include <fmt/format.h>

#include <array>
#include <map>
#include <random>

#include "features/contacts/contacts.hpp"
#include "testing/catalog_test.hpp"

/// Two people, or a page and the assistant, edit one record: nobody's change is lost unseen.
namespace parley::app {
namespace {

using testing::Used;

class ConcurrentEdits : public testing::CatalogTest {
 protected:
  ConcurrentEdits() { catalog_.add(contacts::feature()); }

  std::string newContact() { return use(maya_, "create_contact", R"({"name":"Ada"})").text("/id"); }
  Used read(const std::string& id) {
    return use(maya_, "get_contact", fmt::format(R"({{"id":"{}"}})", id));
  }
  task<Used> writing(std::string id, std::string field, std::string value, int seen) {
    auto arguments =
        boost::json::parse(fmt::format(R"({{"id":"{}","{}":"{}"}})", id, field, value)).as_object();
    return useOne(maya_, "update_contact", std::move(arguments), json::Source::body,
                  [seen](operations::Call& call) { call.if_match = {false, {seen}}; });
  }
  Used write(const std::string& id, const std::string& field, const std::string& value, int seen) {
    return run(writing(id, field, value, seen));
  }

  const operations::Actor maya_ = newPerson();
};

TEST_F(ConcurrentEdits, ThousandInterleavingsOfTwoClientsLoseNoChangeUnseen) {
  constexpr int interleavings = 1'000;
  constexpr int steps = 6;
  constexpr std::array fields{"name", "job_position", "organization"};
  std::mt19937 random{20'261'122};
  const auto pick = [&](std::size_t count) {
    return std::uniform_int_distribution<std::size_t>{0, count - 1}(random);
  };

  const auto id = newContact();
  int version = 1;
  std::map<std::string, std::string> accepted;
  int refused = 0;
  for (int i = 0; i < interleavings; ++i) {
    std::array<int, 2> seen{version, version};
    for (int step = 0; step < steps; ++step) {
      const auto client = pick(seen.size());
      const std::string field = fields[pick(fields.size())];
      const auto value = fmt::format("{} {} of {}", i, step, client);
      const auto written = write(id, field, value, seen[client]);
      if (seen[client] == version) {
        ASSERT_EQ(written.status, 200) << written.detail;
        seen[client] = ++version;
        accepted[field] = value;
        ASSERT_EQ(written.number("/version"), version);
      } else {
        ASSERT_EQ(written.status, 412) << "a client wrote over what it had not seen";
        const auto current = boost::json::parse(written.current);
        ASSERT_EQ(current.at("version").as_int64(), version);
        for (const auto& [name, last] : accepted)
          ASSERT_EQ(std::string_view{current.at(name).as_string()}, last);
        seen[client] = version;  // it has now seen the current record, and merges
        ++refused;
      }
    }
  }
  EXPECT_GT(refused, interleavings);
  for (const auto& [name, last] : accepted) EXPECT_EQ(read(id).text("/" + name), last);
}

TEST_F(ConcurrentEdits, OfManyWhoSawTheSameVersionOneWrites) {
  for (int round = 0; round < 20; ++round) {
    const auto id = newContact();
    std::vector<task<Used>> attempts;
    for (int i = 0; i < 5; ++i)
      attempts.push_back(writing(id, "job_position", fmt::format("Job {}", i), 1));
    std::map<int, int> statuses;
    std::string won;
    for (const auto& used : testing::runTogether(loop_, std::move(attempts))) {
      ++statuses[used.status];
      if (used.status == 200) won = used.text("/job_position");
    }
    ASSERT_EQ(statuses, (std::map<int, int>{{200, 1}, {412, 4}}));
    ASSERT_EQ(read(id).text("/job_position"), won);
  }
}

}  // namespace
}  // namespace parley::app
