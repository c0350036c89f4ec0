#include "features/assistant/interpreter/understanding/parser.hpp"

#include <algorithm>

#include "features/assistant/interpreter/language/unicode.hpp"
#include "features/assistant/interpreter/language/words.hpp"
#include "features/assistant/interpreter/understanding/clauses.hpp"
#include "features/assistant/interpreter/understanding/phrasebook.hpp"
#include "features/assistant/interpreter/understanding/questions.hpp"
#include "features/assistant/interpreter/understanding/records.hpp"
#include "features/assistant/interpreter/understanding/updates.hpp"

namespace parley::assistant::interpreter {
namespace {

using Kind = Token::Kind;

bool meansDraft(std::string_view norm) {
  return anyOf(norm, {"her", "him", "them", "it", "she", "he", "they", "both", "that", "this",
                      "those", "these", "his", "their", "its", "all"});
}

class Parser {
 public:
  explicit Parser(const Scope& scope)
      : scope_{scope},
        tokens_{scope.tokens},
        updates_{scope},
        questions_{scope},
        selectors_{scope} {}

  std::vector<Command> run() {
    Span whole{0, tokens_.size()};
    if (auto talk = smallTalk(tokens_, whole); talk != Intent::unknown)
      return {Command{.intent = talk}};
    if (auto answer = readAssent(tokens_, whole);
        answer.kind != Assent::Kind::none && answer.length >= whole.end) {
      bool order =
          verbAt(tokens_, readOpening(tokens_, whole).begin, whole.end).intent == Intent::create ||
          verbAt(tokens_, 0, whole.end).intent == Intent::remove;
      if (answer.kind == Assent::Kind::no) return {Command{.intent = Intent::no}};
      if (!order) return {Command{.intent = Intent::yes}};
    }
    for (auto clause : splitClauses(scope_)) {
      if (commands_.size() >= 40) break;
      take(clause);
    }
    settle();
    return std::move(commands_);
  }

 private:
  void push(Command command) {
    resolve(command);
    commands_.push_back(std::move(command));
  }

  void take(Span clause) {
    auto talk = smallTalk(tokens_, clause);
    if (talk != Intent::unknown) return push({.intent = talk});
    if (auto answer = readAssent(tokens_, clause);
        !commands_.empty() && answer.kind == Assent::Kind::no && answer.length >= clause.size()) {
      return push({.intent = Intent::no});
    }
    opening_ = readOpening(tokens_, clause);
    question_mark_ = tokens_.norm(clause.end - 1) == "?";
    if (opening_.greeting && opening_.begin >= clause.end)
      return push({.intent = Intent::greeting});
    auto end = readClosing(tokens_, {opening_.begin, clause.end});
    auto i = opening_.begin;
    while (i < end && tokens_[i].kind == Kind::line) ++i;
    if (i >= end) return;
    talk = smallTalk(tokens_, {i, end});
    if (talk != Intent::unknown && !opening_.negated && !opening_.advice)
      return push({.intent = talk});
    if (continues(i, end)) return;
    if (opening_.negated) return negated(i, end);
    if (opening_.advice) return advice(clause, i, end);
    if (command(i, end)) return;
    // The opening may have been part of the sentence: "I met", "what is", "is there".
    auto whole_end = readClosing(tokens_, clause);
    auto start = clause.begin;
    while (start < whole_end && tokens_[start].kind != Kind::word &&
           tokens_[start].kind != Kind::quoted)
      ++start;
    if (start != i && start < whole_end && command(start, whole_end)) return;
    Command unknown;
    if (remainsOfDraft(i, end)) return;
    // "Ada passed away, please delete her": whom the next order means
    if (auto read = i < end && tokens_[i].capital && !opening_.asked ? selectors_.one(i, end)
                                                                     : std::nullopt;
        read && read->selector.kind == Selector::Kind::name) {
      topic_ = read->selector;
      unknown.verb = "topic";
    }
    push(std::move(unknown));
  }

  /// "Add a new contact. Name is Leo. Email: ..." and "Fix Ada's name. It should be ...": a
  /// sentence that fills the one before.
  bool continues(std::size_t i, std::size_t end) {
    if (commands_.empty()) return false;
    auto& last = commands_.back();
    AttributeReader attributes{scope_};
    if (last.intent == Intent::create && !opening_.negated && !opening_.advice) {
      auto at = i;
      auto field = attributes.fieldAhead(at, end);
      if (!field || anyOf(tokens_.norm(at + field.length), {"of", "for", "'s"})) return false;
      Draft more;
      auto k = i;
      while (k < end) {
        auto past = attributes.field(k, end, more);
        if (past == k) past = attributes.bare(k, end, more);
        if (past == k && (tokens_[k].kind == Kind::mark || tokens_.norm(k) == "and")) past = k + 1;
        if (past == k) break;
        k = past;
      }
      if (k < end || (more.values.empty() && more.name.empty())) return false;
      if (last.drafts.empty()) {
        more.type = last.type;
        last.drafts.push_back(std::move(more));
        return true;
      }
      auto& draft = last.drafts.back();
      if (!more.name.empty() && !draft.name.empty()) return false;
      if (draft.name.empty()) draft.name = more.name;
      for (auto& [name, value] : more.values) draft.values[name] = value;
      return true;
    }
    bool waits = last.intent == Intent::update && last.changes.empty() && last.unclear.empty() &&
                 !last.query.fields.empty();
    if (!waits) return false;
    auto k = i;
    while (k < end && anyOf(tokens_.norm(k), {"it", "should", "be", "is", "to", "the", "new", "one",
                                              "now", "make", "change", "set"}))
      ++k;
    for (const auto& entity : scope_.lexicon.entities()) {
      const auto* words_of = Lexicon::fieldNamed(entity, last.query.fields.front());
      if (!words_of || k == i) continue;
      auto value = attributes.value({words_of->field, words_of->kind, 1}, k, end);
      if (!value || value->end < end) continue;
      last.changes[words_of->field] = value->text;
      return true;
    }
    return false;
  }

  bool command(std::size_t i, std::size_t end) {
    if (mention(i, end)) return true;
    auto begin = i;
    while (begin + 1 < end && words::isDeterminer(tokens_.norm(begin)) &&
           tokens_.norm(begin + 1) == "new" && opening_.wish)
      ++begin;
    if (auto verb = verbAt(tokens_, begin, end)) {
      if (ordered(verb, begin, begin + verb.length, end)) return true;
    }
    if (passive(i, end)) return true;
    if (auto asked = questions_.question(i, end)) {
      push(std::move(*asked));
      return true;
    }
    if (fact(i, end)) return true;
    if (auto verb = verbTyped(tokens_, i, end); verb && !verbAt(tokens_, i, end)) {
      if (ordered(verb, i, i + verb.length, end)) return true;
    }
    return spoken(i, end);
  }

  bool ordered(const Verb& verb, std::size_t at, std::size_t i, std::size_t end) {
    switch (verb.intent) {
      case Intent::create:
        return create(at, i, end);
      case Intent::read:
        return read(at, i, end);
      case Intent::update:
        return update(at, i, end);
      case Intent::remove:
        return remove(at, i, end);
      case Intent::undo: {
        push({.intent = Intent::undo});
        return true;
      }
      default:
        return false;
    }
  }

  bool create(std::size_t at, std::size_t i, std::size_t end) {
    auto word = tokens_.norm(at);
    // "note that Ada moved to Acme"
    auto fact_at = i;
    while (fact_at < end && anyOf(tokens_.norm(fact_at), {"that", "down", ":", "the", "fact"}))
      ++fact_at;
    bool reports =
        fact_at > i && tokens_.norm(fact_at - 1) != "the" &&
        anyOf(word, {"note", "record", "remember", "log", "write", "save", "add", "store",
                     "document", "register", "keep", "jot", "enter", "put", "make"});
    if (reports && tokens_.norm(fact_at - 1) != "down") {
      if (fact(fact_at, end) || mention(fact_at, end)) {
        if (!commands_.empty() && commands_.back().intent == Intent::mention)
          commands_.back().intent = Intent::create;
        return true;
      }
    }
    if (draftPronoun(i, end)) return true;
    bool unsure = anyOf(word, {"make", "put", "keep", "set", "list", "start", "enter", "note",
                               "include", "remember"});
    if (unsure || anyOf(word, {"record", "save", "store", "register", "add", "log", "create",
                               "input", "put in", "insert", "new", "attach", "upload"})) {
      if (auto changed = updates_.addition(i, end)) {
        if (word != "new" || !changed->targets.empty()) {
          push(std::move(*changed));
          return true;
        }
      }
    }
    if (anyOf(word, {"make", "keep", "set"}) &&
        !scope_.lexicon.nounTyped(tokens_, nounPosition(i, end), end)) {
      auto changed = updates_.order(i, end, "make");
      if (changed && !changed->changes.empty()) {
        push(std::move(*changed));
        return true;
      }
      if (tokens_.norm(i) == "sure") return false;
    }
    // "add Ada to Initech", "put Ada at Initech"
    RecordReader reader{scope_, nounTypeTyped(i, end), false};
    auto from = nounSkipTyped(i, end);
    auto drafts = reader.read({from, end});
    std::erase_if(drafts, [](const Draft& draft) {
      return draft.name.empty() && draft.values.empty() && draft.ignored.empty();
    });
    Command made{.intent = Intent::create};
    auto noun_type = nounTypeTyped(i, end);
    made.type = noun_type;
    bool follows = anyOf(word, {"follow", "track", "start"});
    if (drafts.empty()) {
      if (noun_type.empty() && i < end && tokens_[i].word() && unsure) return false;
      push(std::move(made));
      return true;
    }
    if (unsure && noun_type.empty() && !properNames(drafts)) return false;
    for (auto& draft : drafts) {
      if (follows && (draft.type != personType() || draft.values.empty()) &&
          scope_.lexicon.employer())
        draft.type = scope_.lexicon.employer()->type;
      if (draft.type.empty() && made.type.empty()) continue;
      if (draft.type.empty()) draft.type = made.type;
    }
    made.drafts = std::move(drafts);
    addToEmployer(made, i, end);
    relate(made);
    push(std::move(made));
    return true;
  }

  /// "add Ada to Initech": the organization of a person, new or known.
  void addToEmployer(Command& made, std::size_t i, std::size_t end) const {
    const auto* person = scope_.lexicon.person();
    const auto* reference =
        person ? Lexicon::fieldOf(*person, FieldWords::Kind::reference) : nullptr;
    if (!reference) return;
    for (auto k = i + 1; k + 1 < end; ++k) {
      bool to = tokens_.norm(k) == "to" || tokens_.norm(k) == "under";
      if (!to || placePhrase(scope_, k, end, false) > 0) continue;
      auto span = organizationName(scope_, k + 1, end);
      if (span.empty()) continue;
      for (auto& draft : made.drafts) {
        if (draft.type == person->type || draft.type.empty())
          draft.values.try_emplace(reference->field, organizationText(scope_, span));
        if (draft.type.empty()) draft.type = person->type;
        draft.ignored.clear();
      }
      return;
    }
  }

  /// "create the organization Initech and add Bill as its vice president": the pronoun means the
  /// draft before.
  void relate(Command& made) const {
    const auto* person = scope_.lexicon.person();
    const auto* employer = scope_.lexicon.employer();
    const auto* reference =
        person ? Lexicon::fieldOf(*person, FieldWords::Kind::reference) : nullptr;
    if (!reference || !employer) return;
    for (auto& draft : made.drafts) {
      auto value = draft.values.find(reference->field);
      bool pronoun = value != draft.values.end() && value->second &&
                     (fold(*value->second) == "it" || fold(*value->second) == "them" ||
                      fold(*value->second) == "there");
      const auto* title = Lexicon::fieldOf(*person, FieldWords::Kind::job_title);
      bool its = draft.type == person->type && value == draft.values.end() &&
                 (usesIts() || (title && draft.has(title->field)));
      if (!pronoun && !its) continue;
      for (auto command = commands_.rbegin(); command != commands_.rend(); ++command) {
        if (command->intent != Intent::create && command->intent != Intent::mention) continue;
        if (command->drafts.empty() || command->drafts.back().type != employer->type) continue;
        draft.values[reference->field] = command->drafts.back().name;
        break;
      }
      if (pronoun && fold(draft.values[reference->field].value_or("")) == "it")
        draft.values.erase(reference->field);
    }
  }

  bool usesIts() const {
    return std::ranges::any_of(tokens_.list, [](const Token& token) {
      return token.is("its") || token.is("their") || token.is("it") || token.is("there");
    });
  }

  bool properNames(const std::vector<Draft>& drafts) const {
    return std::ranges::any_of(drafts, [&](const Draft& draft) {
      return !draft.name.empty() &&
             (draft.values.size() + (splitWords(draft.name).size() > 1 ? 1 : 0) > 0 ||
              hasUpperCase(draft.name)) &&
             !meansDraft(fold(draft.name));
    });
  }

  /// "save her", "add them both to my contacts", "save him as the CTO"
  bool draftPronoun(std::size_t i, std::size_t end) {
    auto k = i;
    if (k >= end) return lastMention() ? (saveMention({}), true) : false;
    std::size_t length = 0;
    if (meansDraft(tokens_.norm(k))) {
      length = 1;
      if (words::isPossessivePronoun(tokens_.norm(k)) && k + 1 < end) {
        // "save her contact", "save his details"
        auto noun = scope_.lexicon.noun(tokens_, k + 1, end);
        auto after = k + 1 + (noun && !noun.plural ? noun.length : 0);
        while (anyOf(tokens_.norm(after), {"details", "info", "information", "data"})) ++after;
        if (after > k + 1 && (after >= end || placePhrase(scope_, after, end, false) > 0))
          length = after - k;
      }
      if (anyOf(tokens_.norm(k), {"this", "that", "these", "those", "both", "all"})) {
        auto noun = scope_.lexicon.noun(tokens_, k + 1, end);
        if (noun) length += noun.length;
        if (tokens_.norm(k + 1) == "of" && meansDraft(tokens_.norm(k + 2))) length = 3;
      }
      while (tokens_.norm(k + length) == "both" || tokens_.norm(k + length) == "all") ++length;
    } else if (tokens_.norm(k) == "a" || tokens_.norm(k) == "the") {
      // "create a contact for her"
      auto at = k + 1;
      if (tokens_.norm(at) == "new") ++at;
      auto noun = scope_.lexicon.noun(tokens_, at, end);
      auto after = at + noun.length;
      if (noun && (tokens_.norm(after) == "for" || tokens_.norm(after) == "of") &&
          meansDraft(tokens_.norm(after + 1)))
        length = after + 2 - k;
      if (noun && after >= end && lastMention()) length = after - k;
    }
    if (length == 0) return false;
    auto possessive = tokens_.norm(k + length - 1);
    // "add her email": the field of somebody, not her
    if ((possessive == "her" || possessive == "his" || possessive == "their" ||
         possessive == "its") &&
        length == 1) {
      auto at = k + 1;
      AttributeReader attributes{scope_};
      if (attributes.fieldAhead(at, end)) return false;
    }
    if (auto told = toldBefore(); told && !lastMention()) {
      commands_.back() = std::move(*told);
    }
    if (!lastMention()) {
      bool bare = k + length >= end || placePhrase(scope_, k + length, end, false) > 0;
      if (!bare && tokens_.norm(k + length) != "as" && tokens_.norm(k + length) != "with")
        return false;
      Command nothing{.intent = Intent::create};
      nothing.verb = "pronoun";
      push(std::move(nothing));
      return true;
    }
    Draft more;
    auto rest = k + length;
    if (rest < end) {
      RecordReader reader{scope_, personType(), false};
      auto drafts = reader.read({rest, end});
      if (!drafts.empty()) more = drafts.front();
    }
    saveMention(std::move(more));
    return true;
  }

  /// "John is a musician at Apple Records, add him": what was told becomes what is added.
  std::optional<Command> toldBefore() const {
    if (commands_.empty() || commands_.back().intent != Intent::statement ||
        commands_.back().targets.empty())
      return std::nullopt;
    const auto& told = commands_.back();
    if (told.targets.front().kind != Selector::Kind::name) return std::nullopt;
    Draft draft;
    draft.name = told.targets.front().text;
    draft.type = told.targets.front().type;
    for (const auto& entity : scope_.lexicon.entities()) {
      bool all = true;
      for (const auto& [field, value] : told.changes)
        all = all && Lexicon::fieldNamed(entity, field);
      if (all && draft.type.empty()) draft.type = entity.type;
    }
    for (const auto& [field, value] : told.changes) {
      if (value && field != "name") draft.values[field] = value;
    }
    Command mention{.intent = Intent::mention};
    mention.drafts.push_back(std::move(draft));
    return mention;
  }

  Command* lastMention() {
    for (auto command = commands_.rbegin(); command != commands_.rend(); ++command) {
      if (command->intent == Intent::mention) return &*command;
      if (command->intent == Intent::create) return nullptr;
    }
    return nullptr;
  }

  void saveMention(Draft more) {
    for (auto& command : commands_) {
      if (command.intent == Intent::mention) command.intent = Intent::create;
    }
    for (auto command = commands_.rbegin(); command != commands_.rend(); ++command) {
      if (command->intent != Intent::create || command->drafts.empty()) continue;
      for (auto& [field, value] : more.values) command->drafts.back().values[field] = value;
      return;
    }
  }

  bool read(std::size_t at, std::size_t i, std::size_t end) {
    auto word = tokens_.norm(at);
    if (anyOf(word, {"who", "what", "how"}) && tokens_.norm(at + 1) != "about") {
      auto asked = questions_.question(at, end);
      if (!asked) return false;
      push(std::move(*asked));
      return true;
    }
    if (word == "count") {
      auto counted = questions_.question(at, end);
      if (counted) push(std::move(*counted));
      return counted.has_value();
    }
    if (i >= end) {
      Command bare{.intent = Intent::read};
      if (!anyOf(word, {"list", "show", "display", "view"})) return false;
      push(std::move(bare));
      return true;
    }
    // "give Ada the title CTO", "check Ada off", "name her CTO": not a question after all
    if (anyOf(word, {"give", "name", "list", "pull"})) {
      auto next = tokens_.norm(i);
      if (next != "me" && next != "us" && tokens_.norm(at + 1) != "me" &&
          tokens_.norm(at + 1) != "us" && word == "give") {
        if (auto changed = updates_.order(i, end, "give"); changed && !changed->changes.empty()) {
          push(std::move(*changed));
          return true;
        }
      }
    }
    if (anyOf(word, {"get", "bring", "fetch", "pull"}) && moved(at, i, end)) return true;
    auto asked = questions_.request(i, end);
    if (!asked) return false;
    if ((word == "what" || word == "how") && tokens_.norm(at + 1) == "about") asked->verb = "about";
    push(std::move(*asked));
    return true;
  }

  /// "get Ada into the CRM", "get Bob out of my contacts"
  bool moved(std::size_t at, std::size_t i, std::size_t end) {
    if (scope_.lexicon.noun(tokens_, nounPosition(i, end), end) || meansDraft(tokens_.norm(i)))
      return false;
    for (auto k = i + 1; k < end; ++k) {
      auto norm = tokens_.norm(k);
      auto list = norm == "out" && tokens_.norm(k + 1) == "of" ? k + 1 : k;
      bool away = list > k || norm == "off";
      if (away && k + 1 < end) return remove(at, i, k);
      if (anyOf(norm, {"into", "in", "onto", "on"}) && placePhrase(scope_, k, end, false) > 0)
        return create(at, i, end);
    }
    return false;
  }

  bool update(std::size_t at, std::size_t i, std::size_t end) {
    auto word = tokens_.norm(at);
    if (anyOf(tokens_.norm(at), {"clear", "unset", "blank", "empty", "reset", "null", "nullify"})) {
      if (auto cleared = updates_.clearing(i, end)) {
        push(std::move(*cleared));
        return true;
      }
      if (word == "clear" || word == "empty") return remove(at, i, end);
      return false;
    }
    auto changed = updates_.order(i, end, word);
    if (!changed) {
      if (end > i + 12) return false;
      Command vague{.intent = Intent::update};
      if (i >= end || scope_.lexicon.noun(tokens_, nounPosition(i, end), end)) {
        push(std::move(vague));
        return true;
      }
      return false;
    }
    // "call Ada", "use this", "turn left": weak verbs need something to change
    bool weak = anyOf(word, {"call", "use", "turn", "mark", "fix", "give", "redo", "patch",
                             "connect", "link", "refresh", "assign", "convert", "bump"});
    if (weak && changed->changes.empty() && changed->query.fields.empty()) return false;
    // "..., update her record": nothing of its own behind what was told
    bool empty =
        changed->changes.empty() && changed->unclear.size() == 1 &&
        anyOf(fold(changed->unclear.front()), {"record", "details", "info", "information", "entry",
                                               "profile", "contact", "data", "accordingly"});
    if (empty && !commands_.empty() &&
        (commands_.back().intent == Intent::statement || commands_.back().intent == Intent::update))
      return true;
    if (empty) changed->unclear.clear();
    push(std::move(*changed));
    return true;
  }

  bool remove(std::size_t at, std::size_t i, std::size_t end) {
    auto word = tokens_.norm(at);
    bool particle = anyOf(tokens_.norm(at), {"take", "cross", "cut", "strike", "weed", "chuck",
                                             "clear", "throw", "toss", "clean"});
    auto stop = end;
    if (particle && i == at + 1) {
      bool found = false;
      for (auto k = i; k < end && !found; ++k) {
        auto norm = tokens_.norm(k);
        if (anyOf(norm, {"off", "out", "away"})) {
          stop = k;
          found = true;
        }
      }
      if (!found && anyOf(word, {"take", "cross", "throw", "toss", "chuck"})) return false;
    }
    if (word == "rid" && tokens_.norm(i) == "of") ++i;
    if (auto cleared = stop < end ? updates_.clearing(i, end) : std::nullopt) {
      push(std::move(*cleared));
      return true;
    }
    if (auto cleared = updates_.clearing(i, stop)) {
      push(std::move(*cleared));
      return true;
    }
    Command removal{.intent = Intent::remove};
    auto k = i;
    // "contact Ada and Bob", "the contacts Ann and Bob", "contacts: Ann, Bob"
    auto noun_at = nounPosition(k, stop);
    auto noun = scope_.lexicon.nounTyped(tokens_, noun_at, stop);
    auto whole = selectors_.one(k, stop);
    if (noun && noun.plural && whole && whole->selector.kind != Selector::Kind::filter) {
      removal.type = noun.entity->type;
      k = noun_at + noun.length;
      while (k < stop && anyOf(tokens_.norm(k), {":", "named", "called", ","})) ++k;
    } else if (noun && !scope_.lexicon.noun(tokens_, noun_at, stop)) {
      removal.type = noun.entity->type;
      k = noun_at + noun.length;
      if (k >= stop) k = i;
    }
    if (i >= stop) {
      push(std::move(removal));
      return true;
    }
    removal.targets = selectors_.several(k, stop);
    if (!removal.type.empty()) {
      for (auto& target : removal.targets) {
        if (target.type.empty()) target.type = removal.type;
      }
    }
    if (removal.targets.empty()) {
      bool noun_only = noun && noun_at + noun.length >= stop;
      if (!noun_only) return false;
      removal.type = noun.entity->type;
      push(std::move(removal));
      return true;
    }
    if (k < stop) {
      // What is left must be a place or nothing that matters; else the sentence is not what it
      // seems.
      auto rest = k;
      while (rest < stop) {
        auto place =
            std::max(placePhrase(scope_, rest, stop, false), timePhrase(tokens_, rest, stop));
        auto norm = tokens_.norm(rest);
        bool filler =
            tokens_[rest].kind == Kind::mark ||
            anyOf(norm, {"from",     "my",         "contacts", "the",        "list",
                         "record",   "completely", "entirely", "system",     "crm",
                         "database", "too",        "entry",    "records",    "organizations",
                         "in",       "our",        "forever",  "address",    "book",
                         "all",      "of",         "off",      "altogether", "because",
                         "since",    "out"});
        if (place == 0 && !filler) break;
        if (norm == "because" || norm == "since") {
          rest = stop;
          break;
        }
        rest += std::max<std::size_t>(place, 1);
      }
      removal.certain = rest >= stop;
    }
    // "can you delete contacts?" asks what we can do
    bool unspecific = std::ranges::all_of(removal.targets, [](const Selector& target) {
      return target.kind == Selector::Kind::filter && target.conditions.empty();
    });
    bool named_all = false;
    for (auto t = i; t < stop; ++t)
      named_all =
          named_all || anyOf(tokens_.norm(t), {"all", "my", "every", "everything", "everyone",
                                               "the", "these", "entire", "everybody"});
    if (unspecific && opening_.asked && !named_all) {
      push({.intent = Intent::advice, .verb = "delete"});
      return true;
    }
    if (unspecific && !named_all) {
      removal.type = removal.targets.front().type;
      removal.targets.clear();
    }
    push(std::move(removal));
    return true;
  }

  /// "I want Bob Smith added", "have Ada removed", "I want Ada in my contacts", "Ada needs to be
  /// deleted"
  bool passive(std::size_t i, std::size_t end) {
    if (end - i < 2 || end - i > 40) return false;
    auto from = i;
    if (tokens_.norm(from) == "have" || tokens_.norm(from) == "get") ++from;
    auto stop = end;
    while (stop > from && (tokens_[stop - 1].kind == Kind::mark)) --stop;
    for (auto k = from + 1; k < stop; ++k) {
      auto norm = tokens_.norm(k);
      if (!norm.ends_with("ed") || tokens_[k].capital || tokens_.is(k, Kind::quoted)) continue;
      auto verb = verbAt(tokens_, k, k + 1);
      if (!verb || (verb.intent != Intent::create && verb.intent != Intent::remove)) continue;
      bool tail = k + 1 >= stop || placePhrase(scope_, k + 1, stop, false) + k + 1 >= stop ||
                  anyOf(tokens_.norm(k + 1), {"as", "from", "with"});
      bool wanted = opening_.wish || opening_.asked || from > i;
      auto name_end = k;
      while (name_end > from &&
             anyOf(tokens_.norm(name_end - 1),
                   {"be", "to", "needs", "should", "must", "can", "could", "may", "need", "get"})) {
        wanted =
            wanted || anyOf(tokens_.norm(name_end - 1), {"can", "needs", "should", "must", "need"});
        --name_end;
      }
      bool only_asked = question_mark_ && !opening_.asked && !opening_.wish;
      if (!wanted || !tail || only_asked) continue;
      if (verb.intent == Intent::remove) return name_end > from && remove(k, from, name_end);
      RecordReader reader{scope_, {}, false};
      auto drafts = reader.read({from, name_end});
      if (drafts.empty() || drafts.front().name.empty()) return false;
      Command made{.intent = Intent::create, .drafts = std::move(drafts)};
      if (k + 1 < stop && tokens_.norm(k + 1) == "as") {
        AttributeReader attributes{scope_};
        attributes.role(k + 2, stop, made.drafts.back(), AttributeReader::Care::generous);
      }
      push(std::move(made));
      return true;
    }
    // "I want Ada in my contacts"
    if (opening_.wish) {
      for (auto k = from + 1; k < stop; ++k) {
        if ((tokens_.norm(k) != "in" && tokens_.norm(k) != "on") ||
            placePhrase(scope_, k, stop, false) == 0)
          continue;
        RecordReader reader{scope_, {}, false};
        auto drafts = reader.read({from, k});
        if (drafts.empty() || drafts.front().name.empty() ||
            meansDraft(fold(drafts.front().name)) || !properNames(drafts))
          return false;
        push({.intent = Intent::create, .drafts = std::move(drafts)});
        return true;
      }
    }
    // "I don't need Bob anymore" is read as a negation; "I no longer need Bob" here
    if (tokens_.norm(i) == "i" && tokens_.norm(i + 1) == "no" && tokens_.norm(i + 2) == "longer" &&
        tokens_.norm(i + 3) == "need") {
      return remove(i, i + 4, end);
    }
    bool unneeded = tokens_.norm(i) == "i" && tokens_.norm(i + 1) == "do" &&
                    tokens_.norm(i + 2) == "not" &&
                    (tokens_.norm(i + 3) == "need" || tokens_.norm(i + 3) == "want");
    for (auto k = i + 4; unneeded && k < tokens_.size(); ++k) {
      bool over = tokens_.norm(k) == "anymore" ||
                  (tokens_.norm(k) == "any" &&
                   (tokens_.norm(k + 1) == "more" || tokens_.norm(k + 1) == "longer"));
      if (over) return remove(i, i + 4, std::min(end, k));
    }
    return false;
  }

  bool mention(std::size_t i, std::size_t end) {
    auto length = mentionAt(tokens_, i, end);
    if (length == 0) return false;
    if (question_mark_ && !opening_.asked) return false;
    auto rest = i + length;
    bool story = words::isStop(tokens_.norm(rest)) && !words::isDeterminer(tokens_.norm(rest)) &&
                 !tokens_[rest].capital && !meansDraft(tokens_.norm(rest));
    if (rest >= end || story) return false;
    RecordReader reader{scope_, {}, true};
    auto drafts = reader.read({rest, end});
    std::erase_if(drafts, [&](const Draft& draft) {
      auto name = fold(draft.name);
      return draft.name.empty() || meansDraft(name) || name == "you" || name == "me" ||
             name == "us" || name == "someone" || name == "somebody" ||
             scope_.lexicon.noun(tokenize(name), 0, 3);
    });
    if (drafts.empty()) return false;
    for (auto& draft : drafts) draft.ignored.clear();
    push({.intent = Intent::mention, .drafts = std::move(drafts)});
    return true;
  }

  /// A statement about a person: of this text, or of a record.
  bool fact(std::size_t i, std::size_t end) {
    if (question_mark_) return false;
    auto said = updates_.statement(i, end);
    if (!said) return false;
    if (!said->targets.empty() && mergeIntoDraft(*said)) return true;
    push(std::move(*said));
    return true;
  }

  bool mergeIntoDraft(const Command& said) {
    const auto& target = said.targets.front();
    for (auto command = commands_.rbegin(); command != commands_.rend(); ++command) {
      if (command->drafts.empty() ||
          (command->intent != Intent::create && command->intent != Intent::mention))
        continue;
      bool plural = target.plural && target.kind == Selector::Kind::pronoun;
      for (auto draft = command->drafts.rbegin(); draft != command->drafts.rend(); ++draft) {
        bool same = target.kind == Selector::Kind::pronoun;
        if (target.kind == Selector::Kind::name) {
          auto name = " " + fold(draft->name) + " ";
          auto words = splitWords(fold(target.text));
          same = !words.empty() && std::ranges::all_of(words, [&](const std::string& word) {
            return name.contains(" " + word + " ");
          });
        }
        if (!same) continue;
        for (const auto& [field, value] : said.changes) {
          if (field == "name") {
            if (value) draft->name = *value;
          } else if (value) {
            draft->values[field] = value;
          }
        }
        if (draft->type.empty()) draft->type = personType();
        if (!plural) return true;
      }
      if (plural) return true;
    }
    return false;
  }

  /// No verb at all: "my contacts", "Ada's email", "Ada Park, CTO of Initech", "Ada Park".
  bool spoken(std::size_t i, std::size_t end) {
    // "Ada Park from Initech just called"
    if (auto all = questions_.list(i, end)) {
      push(std::move(*all));
      return true;
    }
    if (auto asked = questions_.property(i, end)) {
      push(std::move(*asked));
      return true;
    }
    if (anyOf(tokens_.norm(i), {"details", "info", "information", "everything"})) {
      if (auto asked = questions_.request(i, end)) {
        push(std::move(*asked));
        return true;
      }
    }
    auto from = i;
    if (anyOf(tokens_.norm(from), {"regarding", "about", "concerning", "for", "re"})) ++from;
    auto start = from;
    auto noun = scope_.lexicon.noun(tokens_, start, end);
    if (noun && tokens_.norm(start + noun.length) == ":") start += noun.length + 1;
    if (start >= end || opening_.asked) return false;
    // Stories and questions that nothing else has understood are no names.
    auto opener = tokens_.norm(start);
    bool sentence =
        (words::isStop(opener) && !words::isGivenName(opener) && !words::isParticle(opener)) ||
        anyOf(opener, {"why", "how", "what", "when", "where", "tomorrow", "today", "yesterday"});
    if (sentence || verbAt(tokens_, start, end)) return false;
    auto noun_type = nounType(start, end);
    RecordReader reader{scope_, noun ? noun.entity->type : noun_type, true};
    auto drafts = reader.read({noun ? from : start, end});
    bool clean = !drafts.empty() && std::ranges::all_of(drafts, [](const Draft& draft) {
      return !draft.name.empty();
    });
    std::size_t words = 0;
    std::size_t ignored = 0;
    for (const auto& draft : drafts) {
      words += splitWords(draft.name).size();
      for (const auto& text : draft.ignored) ignored += splitWords(text).size();
    }
    if (!clean || ignored > 3 ||
        (ignored > 0 &&
         std::ranges::all_of(drafts, [](const Draft& draft) { return draft.values.empty(); })))
      return false;
    bool proper = false;
    bool strange = false;
    for (auto k = start; k < end; ++k) {
      proper = proper || tokens_[k].capital || tokens_[k].caseless;
      strange = strange || anyOf(tokens_.norm(k), {"*", "=", "<", "{", "\\"});
    }
    const auto* person = scope_.lexicon.person();
    const auto* mail = person ? Lexicon::fieldOf(*person, FieldWords::Kind::email) : nullptr;
    const auto* role = person ? Lexicon::fieldOf(*person, FieldWords::Kind::job_title) : nullptr;
    for (const auto& draft : drafts)
      proper = proper || (mail && draft.has(mail->field)) || (role && draft.has(role->field));
    if (strange) return false;
    bool described =
        std::ranges::any_of(drafts, [](const Draft& draft) { return !draft.values.empty(); });
    if (described && !question_mark_ && proper) {
      bool noun_given = noun && tokens_.norm(from + noun.length) == ":";
      for (auto& draft : drafts) draft.ignored.clear();
      push({.intent = noun_given ? Intent::create : Intent::mention, .drafts = std::move(drafts)});
      return true;
    }
    auto read = selectors_.one(from, end);
    if (!read || read->selector.kind == Selector::Kind::filter) return false;
    auto rest = read->end;
    while (rest < end && tokens_[rest].kind == Kind::mark) ++rest;
    // A few words that could be a name: looked up, nothing more.
    if (rest < end || words > 5) return false;
    bool capital = false;
    for (auto k = from; k < end; ++k)
      capital = capital || tokens_[k].capital || tokens_[k].caseless;
    if ((!capital || tokens_.lower) && !plausibleName(read->selector)) return false;
    Command look{.intent = Intent::read};
    look.query.form = Query::Form::details;
    look.query.type = read->selector.type;
    look.verb = "bare";
    look.targets.push_back(std::move(read->selector));
    push(std::move(look));
    return true;
  }

  bool plausibleName(const Selector& selector) const {
    if (selector.kind != Selector::Kind::name) return selector.kind == Selector::Kind::list;
    return splitWords(selector.text).size() <= 3;
  }

  bool remainsOfDraft(std::size_t i, std::size_t end) {
    // A sentence about somebody just described: "a really nice person", "we talked about prices"
    bool about_draft = !commands_.empty() && (commands_.back().intent == Intent::mention ||
                                              commands_.back().intent == Intent::create);
    if (!about_draft || end - i > 30 || commands_.back().drafts.empty()) return false;
    RecordReader reader{scope_, personType(), true};
    auto drafts = reader.read({i, end});
    if (drafts.size() == 1 && drafts.front().name.empty()) {
      for (auto& [field, value] : drafts.front().values)
        commands_.back().drafts.back().values.try_emplace(field, value);
    }
    return true;
  }

  void negated(std::size_t i, std::size_t end) {
    auto verb = verbAt(tokens_, i, end);
    // "I don't need Bob anymore": wants him gone
    Command no{.intent = Intent::negated, .verb = verb ? verb.base : ""};
    push(std::move(no));
  }

  void advice(Span clause, std::size_t i, std::size_t end) {
    // "how do I reach Ada?", "did I add Ada?"
    if (auto asked = questions_.question(clause.begin, readClosing(tokens_, clause))) {
      push(std::move(*asked));
      return;
    }
    auto verb = verbTyped(tokens_, i, end);
    if (verb && verb.intent == Intent::read) {
      // "can I see my contacts", "how can I see who works at Acme"
      if (ordered(verb, i, i + verb.length, end)) return;
    }
    if (!verb) {
      if (auto asked = questions_.question(i, end)) return push(std::move(*asked));
    }
    push({.intent = Intent::advice, .verb = verb ? verb.base : ""});
  }

  std::size_t nounPosition(std::size_t i, std::size_t end) const {
    while (i < end && (words::isDeterminer(tokens_.norm(i)) || tokens_.norm(i) == "new" ||
                       tokens_.norm(i) == "following" || words::cardinal(tokens_.norm(i)) > 0 ||
                       anyOf(tokens_.norm(i), {"up", "of", "old", "existing"})))
      ++i;
    return i;
  }

  std::string nounType(std::size_t i, std::size_t end) const {
    auto noun = scope_.lexicon.noun(tokens_, nounPosition(i, end), end);
    return noun ? noun.entity->type : std::string{};
  }

  std::string nounTypeTyped(std::size_t i, std::size_t end) const {
    auto noun = scope_.lexicon.nounTyped(tokens_, nounPosition(i, end), end);
    return noun ? noun.entity->type : std::string{};
  }

  /// Past a misspelt noun, which the reader of records would take for a name.
  std::size_t nounSkipTyped(std::size_t i, std::size_t end) const {
    auto at = nounPosition(i, end);
    bool exact = static_cast<bool>(scope_.lexicon.noun(tokens_, at, end));
    auto noun = scope_.lexicon.nounTyped(tokens_, at, end);
    if (exact || !noun) return i;
    at += noun.length;
    while (at < end && anyOf(tokens_.norm(at), {"for", "named", "called", ":"})) ++at;
    return at;
  }

  std::string personType() const {
    return scope_.lexicon.person() ? scope_.lexicon.person()->type : "";
  }

  /// "find Ada Park and change her email": the pronoun means what was named before.
  void resolve(Command& command) {
    for (auto& target : command.targets) {
      if (target.kind == Selector::Kind::name) topic_ = target;
      bool pronoun = target.kind == Selector::Kind::pronoun && !target.plural;
      if (pronoun && topic_ && !commands_.empty()) target = *topic_;
    }
    if (!command.targets.empty() || command.intent != Intent::update || !topic_ ||
        commands_.empty())
      return;
    command.targets.push_back(*topic_);
  }

  /// Small talk around a command says nothing; a look-up before a change of the same record is only
  /// its topic.
  void settle() {
    auto idle = [](const Command& command) {
      return command.intent == Intent::greeting || command.intent == Intent::thanks ||
             command.intent == Intent::praise || command.intent == Intent::farewell ||
             command.intent == Intent::well_being;
    };
    bool work = std::ranges::any_of(commands_, [&](const Command& command) {
      return !idle(command) && command.intent != Intent::unknown;
    });
    if (work) std::erase_if(commands_, idle);
    auto writes = [](const Command& command) {
      return command.intent == Intent::create || command.intent == Intent::update ||
             command.intent == Intent::statement || command.intent == Intent::remove ||
             command.intent == Intent::mention;
    };
    // "delete Ada - no, don't": a refusal at the end takes back what was said before.
    bool refused = commands_.size() > 1 &&
                   (commands_.back().intent == Intent::no ||
                    (commands_.back().intent == Intent::negated && commands_.back().verb.empty()));
    if (refused) std::erase_if(commands_, writes);
    for (std::size_t k = 0; k + 1 < commands_.size(); ++k) {
      // "Bob left the company, delete him": what is deleted need not be changed first.
      bool same = commands_[k].intent == Intent::statement &&
                  commands_[k + 1].intent == Intent::remove && !commands_[k].targets.empty() &&
                  !commands_[k + 1].targets.empty() &&
                  commands_[k].targets.front().text == commands_[k + 1].targets.front().text;
      if (same) commands_.erase(commands_.begin() + static_cast<std::ptrdiff_t>(k--));
    }
    bool follows_topic = std::ranges::any_of(commands_, [](const Command& command) {
      return command.intent == Intent::remove || command.intent == Intent::update;
    });
    if (follows_topic)
      std::erase_if(commands_, [](const Command& command) {
        return command.intent == Intent::unknown && command.verb == "topic";
      });
    for (std::size_t k = 0; k + 1 < commands_.size(); ++k) {
      // "no, wait, don't" once; "edit Ada and set her email": the first says nothing of its own
      const auto& next = commands_[k + 1];
      bool again = commands_[k].intent == next.intent &&
                   (next.intent == Intent::no || next.intent == Intent::negated);
      bool empty = commands_[k].intent == Intent::update && next.intent == Intent::update &&
                   commands_[k].changes.empty() && commands_[k].query.fields.empty() &&
                   commands_[k].unclear.empty() && !commands_[k].targets.empty() &&
                   !next.targets.empty() &&
                   commands_[k].targets.front().text == next.targets.front().text;
      if (again || empty) commands_.erase(commands_.begin() + static_cast<std::ptrdiff_t>(k--));
    }
    bool undoes = std::ranges::any_of(
        commands_, [](const Command& command) { return command.intent == Intent::undo; });
    if (undoes)
      std::erase_if(commands_, [](const Command& command) {
        return command.intent == Intent::unknown || command.intent == Intent::no;
      });
    bool orders = std::ranges::any_of(commands_, [](const Command& command) {
      return command.intent == Intent::update || command.intent == Intent::remove;
    });
    if (orders) {
      std::erase_if(commands_, [](const Command& command) {
        return command.intent == Intent::read && command.verb == "bare";
      });
    }
    for (std::size_t k = 0; k + 1 < commands_.size(); ++k) {
      // "never mind, don't do it": one refusal is enough
      if (commands_[k].intent == Intent::negated && commands_[k + 1].intent == Intent::negated)
        commands_.erase(commands_.begin() + static_cast<std::ptrdiff_t>(k--));
    }
    if (commands_.empty()) commands_.push_back({});
  }

  const Scope& scope_;
  const Tokens& tokens_;
  UpdateReader updates_;
  QuestionReader questions_;
  SelectorReader selectors_;
  std::vector<Command> commands_;
  std::optional<Selector> topic_;
  Opening opening_;
  bool question_mark_ = false;
};

}  // namespace

std::vector<Command> understand(const Lexicon& lexicon, std::string_view text) {
  if (text.size() > longest_text) return {Command{}};
  auto tokens = tokenize(text);
  if (tokens.list.empty()) return {Command{}};
  Scope scope{tokens, lexicon};
  return Parser{scope}.run();
}

}  // namespace parley::assistant::interpreter
