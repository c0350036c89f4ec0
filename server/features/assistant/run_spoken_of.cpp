#include <algorithm>
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

/// Those that the text names, in its order: by their links where it holds any, else by their names.
Records namedIn(const std::string& text, const Records& records) {
  const bool links =
      std::ranges::any_of(records, [&](const auto& record) { return text.contains(record.id); });
  const auto words = links ? std::string{} : unicode::searchText(text);
  std::vector<std::pair<std::size_t, const RecordRef*>> places;
  for (const auto& record : records) {
    const auto place = links ? text.find(record.id) : words.find(unicode::searchText(record.name));
    if (place != std::string::npos) places.emplace_back(place, &record);
  }
  std::ranges::stable_sort(places, {}, &std::pair<std::size_t, const RecordRef*>::first);
  Records named;
  for (const auto& [place, record] : places) named.push_back(*record);
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
