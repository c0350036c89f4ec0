#include "features/assistant/interpreter/test_support/scenario.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <sstream>

#include "features/assistant/interpreter/language/unicode.hpp"
#include "features/assistant/interpreter/test_support/expected_day.hpp"

namespace parley::assistant::interpreter::testing {
namespace {

using Fields = Workbench::Fields;

const json::value* member(const json::object& object, std::string_view key) {
  return object.if_contains(key);
}

std::vector<std::string> strings(const json::value* value) {
  std::vector<std::string> out;
  if (!value) return out;
  if (value->is_string()) out.emplace_back(value->get_string());
  if (value->is_array()) {
    for (const auto& item : value->get_array()) out.emplace_back(item.as_string());
  }
  return out;
}

/// `{{today+7}}`, `{{next friday|people}}`: the day that a text of a scenario means.
std::string dated(std::string_view text) {
  std::string out;
  for (std::size_t at = 0; at < text.size();) {
    bool opens = text.substr(at).starts_with("{{");
    auto end = opens ? text.find("}}", at) : std::string_view::npos;
    if (end == std::string_view::npos) {
      out += text[at++];
      continue;
    }
    out += expectedDay(text.substr(at + 2, end - at - 2));
    at = end + 2;
  }
  return out;
}

Fields fieldsOf(const json::object& object) {
  Fields fields;
  for (const auto& [key, value] : object) {
    if (value.is_string()) {
      auto text = std::string_view{value.get_string()};
      fields[std::string{key}] = key == "due_date" ? expectedDay(text) : std::string{text};
    } else if (value.is_array()) {
      std::vector<std::string> names;
      for (const auto& name : value.get_array()) names.emplace_back(name.as_string());
      fields[std::string{key}] = fmt::format("{}", fmt::join(names, ","));
    }
  }
  return fields;
}

std::string shown(const std::vector<Fields>& records) {
  json::array out;
  for (const auto& fields : records) {
    json::object object;
    for (const auto& [key, value] : fields) object[key] = value;
    out.push_back(std::move(object));
  }
  return boost::json::serialize(out);
}

void checkReply(const json::object& turn, const Workbench::Reply& reply,
                std::vector<std::string>& complaints) {
  auto folded = fold(reply.text);
  for (const auto& written : strings(member(turn, "reply"))) {
    auto part = dated(written);
    if (!folded.contains(fold(part)))
      complaints.push_back(fmt::format("reply lacks “{}”: {}", part, reply.text));
  }
  for (const auto& written : strings(member(turn, "reply_not"))) {
    auto part = dated(written);
    if (folded.contains(fold(part)))
      complaints.push_back(fmt::format("reply has “{}”: {}", part, reply.text));
  }
  if (const auto* asked = member(turn, "question")) {
    if ((reply.status == "awaiting_answer") != asked->as_bool())
      complaints.push_back(fmt::format("question expected {}, status is {}: {}", asked->as_bool(),
                                       reply.status, reply.text));
  }
  const auto* approvals = member(turn, "approvals");
  auto expected = approvals ? static_cast<std::size_t>(approvals->as_int64()) : 0;
  if (reply.approvals != expected)
    complaints.push_back(
        fmt::format("{} approvals instead of {}: {}", reply.approvals, expected, reply.text));
}

Verdict runOne(const json::object& scenario, const json::object& seeds) {
  Workbench bench;
  Verdict verdict{std::string{scenario.at("name").as_string()}, {}};
  static const std::vector<std::pair<std::string, std::string>> kinds{
      {"members", "member"},
      {"contacts", "contact"},
      {"organizations", "organization"},
      {"projects", "project"},
      {"tasks", "task"}};
  std::map<std::string, std::vector<Fields>> seeded;
  if (const auto* named = member(scenario, "seed")) {
    const auto* seed = named->is_string() ? &seeds.at(named->as_string()) : named;
    for (const auto& [list, type] : kinds) {
      const auto* records = member(seed->as_object(), list);
      if (!records) continue;
      for (const auto& record : records->as_array()) {
        auto fields = fieldsOf(record.as_object());
        bench.seed(type, fields);
        Workbench::complete(type, fields);
        seeded[list].push_back(std::move(fields));
      }
    }
  }
  for (const auto& item : scenario.at("turns").as_array()) {
    const auto& turn = item.as_object();
    auto reply = member(turn, "decide") ? bench.decide(turn.at("decide").as_string() == "approve")
                                        : bench.say(dated(turn.at("say").as_string()));
    checkReply(turn, reply, verdict.complaints);
  }
  const auto* expected = member(scenario, "expect");
  for (const auto& [list, type] : kinds) {
    if (list == "members") continue;
    auto wanted = seeded[list];
    if (expected && member(expected->as_object(), list)) {
      wanted.clear();
      for (const auto& record : expected->as_object().at(list).as_array())
        wanted.push_back(fieldsOf(record.as_object()));
      for (auto& fields : wanted) Workbench::complete(type, fields);
    }
    std::ranges::sort(wanted, {}, [](const Fields& fields) { return fields.at("name"); });
    if (bench.records(type) != wanted)
      verdict.complaints.push_back(
          fmt::format("{} are {} instead of {}", list, shown(bench.records(type)), shown(wanted)));
  }
  return verdict;
}

}  // namespace

std::vector<Verdict> runScenarios(const std::string& folder) {
  std::vector<std::filesystem::path> files;
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    if (entry.path().extension() == ".json" && entry.path().stem() != "threshold")
      files.push_back(entry.path());
  }
  std::ranges::sort(files);
  std::vector<Verdict> verdicts;
  for (const auto& file : files) {
    std::ifstream in{file};
    std::stringstream content;
    content << in.rdbuf();
    auto value = boost::json::parse(content.str());
    const auto* seeds = member(value.as_object(), "seeds");
    for (const auto& scenario : value.as_object().at("scenarios").as_array()) {
      verdicts.push_back(runOne(scenario.as_object(), seeds ? seeds->as_object() : json::object{}));
      verdicts.back().scenario = file.stem().string() + ": " + verdicts.back().scenario;
    }
  }
  return verdicts;
}

TEST(Scenarios, AreUnderstood) {
  // another folder, to try scenarios before they are taken in
  const auto* folder = std::getenv("PARLEY_SCENARIOS");
  auto verdicts = runScenarios(folder ? folder : PARLEY_SCENARIOS);
  std::size_t right = 0;
  for (const auto& verdict : verdicts) {
    if (verdict.complaints.empty()) ++right;
    for (const auto& complaint : verdict.complaints)
      std::cout << verdict.scenario << "\n    " << complaint << "\n";
  }
  auto share = verdicts.empty()
                   ? 0.0
                   : 100.0 * static_cast<double>(right) / static_cast<double>(verdicts.size());
  std::cout << fmt::format("{} of {} right ({:.1f} %)\n", right, verdicts.size(), share);
  EXPECT_GE(share, 97.0);
}

}  // namespace parley::assistant::interpreter::testing
