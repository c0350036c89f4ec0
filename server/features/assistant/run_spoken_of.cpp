#include <algorithm>
#include <functional>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "features/assistant/run.hpp"
#include "foundation/unicode.hpp"

/// What a run spoke of, so that "her" and "the second one" mean something in the next message.
namespace parley::assistant {
namespace {

using Records = std::vector<RecordRef>;

/// Each record once.
Records allOf(const std::vector<ShownList>& lists) {
  Records all;
  for (const auto& list : lists) {
    for (const auto& record : list.records) {
      const auto same = [&](const RecordRef& other) {
        return other.type == record.type && other.id == record.id;
      };
      if (std::ranges::none_of(all, same)) all.push_back(record);
    }
  }
  return all;
}

/// Where the text names each record; npos: nowhere. A name within a longer one is not named.
std::vector<std::size_t> placesByName(const std::string& text, const Records& records) {
  std::vector<std::pair<std::string, std::size_t>> names;
  for (std::size_t i = 0; i < records.size(); ++i)
    names.emplace_back(unicode::searchText(records[i].name), i);
  std::ranges::stable_sort(names, std::greater{},
                           [](const auto& entry) { return entry.first.size(); });
  auto words = unicode::searchText(text);
  std::map<std::string, std::size_t> found;  // records of one name share their place
  std::vector<std::size_t> places(records.size(), std::string::npos);
  for (const auto& [name, index] : names) {
    const auto known = found.find(name);
    places[index] = known != found.end() ? known->second : words.find(name);
    if (known != found.end()) continue;
    found.emplace(name, places[index]);
    for (auto at = places[index]; at != std::string::npos && name.size() > 2;
         at = words.find(name, at))
      std::fill_n(words.begin() + static_cast<std::ptrdiff_t>(at) + 1, name.size() - 2, '.');
  }
  return places;
}

/// Those that the text names, in its order: by their links where it holds any, else by their names.
Records namedIn(const std::string& text, const Records& records) {
  std::vector<std::size_t> places;
  for (const auto& record : records) places.push_back(text.find(record.id));
  const bool links =
      std::ranges::any_of(places, [](std::size_t place) { return place != std::string::npos; });
  if (!links) places = placesByName(text, records);
  std::vector<std::size_t> order;
  for (std::size_t i = 0; i < records.size(); ++i) {
    if (places[i] != std::string::npos) order.push_back(i);
  }
  std::ranges::stable_sort(order, {}, [&](std::size_t i) { return places[i]; });
  Records named;
  for (const auto i : order) named.push_back(records[i]);
  return named;
}

/// Of several kinds, those of the kind that is named most, the earliest of equals.
Records ofOneKind(const Records& records) {
  std::map<std::string, int> counts;
  for (const auto& record : records) ++counts[record.type];
  const auto most = std::ranges::max_element(
      records, {}, [&](const RecordRef& record) { return counts[record.type]; });
  Records chosen;
  for (const auto& record : records) {
    if (record.type == most->type) chosen.push_back(record);
  }
  return chosen;
}

}  // namespace

/// When what a step did is spoken of: later than any step before.
Timestamp Run::speaks() {
  spoke_at_ = std::max(now(), spoke_at_ + Timestamp::duration{1});
  return spoke_at_;
}

/// The interpreter shows the lists that it looks up; what another model shows, its answer tells.
void Run::track(const ToolOutcome& outcome, Timestamp at) {
  if (outcome.is_list) {
    ShownList list{outcome.records, at};
    if (parts_.model.remote)
      found_.push_back(std::move(list));
    else
      draft_.add(std::move(list));
    if (outcome.records.size() == 1) draft_.add(Mention{outcome.records.front(), at});
  }
  if (outcome.record && !outcome.record->id.empty()) draft_.add(Mention{*outcome.record, at});
}

/// Which list the answer shows: what it names of the records that were looked up, in its order. One
/// that only looked and names none of them is taken to show what was found last; one that changed
/// something looked it up for that.
void Run::trackShown() {
  if (found_.empty()) return;
  auto text = question_ ? question_->text : std::string{};
  for (const auto& said : texts_) text += "\n" + said;
  const auto lists = std::exchange(found_, {});
  const auto& last = lists.back();
  const auto named = namedIn(text, allOf(lists));
  const bool only_looked = changed_.empty() && approvals_.empty();
  if (named.empty()) {
    if (only_looked) draft_.add(last);
    return;
  }
  auto shown = ofOneKind(named);
  if (shown.size() == 1 && last.records.size() > 1) draft_.add(Mention{shown.front(), last.at});
  if (only_looked || shown.size() > 1) draft_.add(ShownList{std::move(shown), last.at});
}

}  // namespace parley::assistant
