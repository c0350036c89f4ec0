#include "features/assistant/interpreter/understanding/phrasebook.hpp"

#include "features/assistant/interpreter/language/spelling.hpp"
#include "features/assistant/interpreter/language/words.hpp"

namespace parley::assistant::interpreter {
namespace {

using Kind = Token::Kind;

const Phrases<Intent>& talk() {
  static const auto table = [] {
    Phrases<Intent> phrases;
    phrases.add(
        "hi|hello|hey|hi there|hello there|hey there|good morning|good afternoon|good evening|good "
        "day|greetings|howdy|hiya|yo|sup|"
        "what is up|whats up|morning|evening|hola|bonjour|hallo|ciao|salut|namaste|hi again|hello "
        "again|hey parley|hi parley|hello parley|heya|hello world|hi everyone|anybody there|are "
        "you there|anyone there|hello is anyone there",
        Intent::greeting);
    phrases.add(
        "thanks|thank you|thank you very much|thank you so much|many thanks|thanks a lot|thanks so "
        "much|cheers|ty|much appreciated|"
        "i appreciate it|thanks again|thank you kindly|thanks a million|great thanks|ok "
        "thanks|perfect thanks|cool thanks|thank you parley|thanks parley|thanks for your "
        "help|thank you for your help|thanks for the help|appreciate it|thanks a bunch|thanks for "
        "that|danke|merci|gracias|arigato",
        Intent::thanks);
    phrases.add(
        "bye|goodbye|good bye|see you|see you later|see ya|good night|have a good day|have a nice "
        "day|take care|that is all|"
        "that is all for now|that will be all|talk to you later|ttyl|so long|farewell|later|catch "
        "you later|i am done|we are done|nothing else|that is it",
        Intent::farewell);
    phrases.add(
        "how are you|how are you doing|how are you today|how is it going|how do you do|are you "
        "ok|are you okay|how have you been|how is your day|what is new|how are things",
        Intent::well_being);
    phrases.add(
        "good news|great "
        "news|great|cool|nice|perfect|awesome|good|excellent|wonderful|brilliant|super|well "
        "done|good "
        "job|great job|nice work|nice one|you are great|"
        "you are awesome|good work|fantastic|amazing|love it|i love it|i like it|very "
        "good|wow|sweet|neat|good bot|that is great|that is perfect|that is good|that was "
        "great|that "
        "was perfect|that was good|that was quick|that was fast|that was easy|that worked|it "
        "worked|works great|i love you|you rock|lovely|splendid",
        Intent::praise);
    phrases.add(
        "help|help me|what can you do|what can i do|what do you do|how does this work|how do you "
        "work|how does it work|commands|what can i say|what can i ask|"
        "what can i ask you|what are your commands|list commands|show commands|show help|i need "
        "help|i need some help|can you help me|can you help|could you help me|what are you able to "
        "do|"
        "how do i use this|how do i use you|how can you help|how can you help me|what are my "
        "options|what should i say|what do you know|what are you capable of|help "
        "please|instructions|manual|usage|menu|examples|give me examples|show me examples|show me "
        "what you can do|tell me what you can do|what else can you do|what are your features|what "
        "is this|what does this do|what is parley|what kind of things can you do|what things can "
        "you do|how to use this|getting started|where do i start|how do i start|what now|i am "
        "lost|i do not know what to do|what can you do for me|what can you help me with|what can "
        "you help with|what do you understand|"
        "what can this do|what can parley do|how do i get started|tutorial|guide|faq|hilfe|list of "
        "commands|available commands|options",
        Intent::help);
    phrases.add(
        "who are you|what are you|what is your name|are you an ai|are you ai|are you a bot|are you "
        "a robot|are you human|are you a human|are you chatgpt|are you claude|"
        "are you real|are you a person|are you a real person|which model are you|what model are "
        "you|are you gpt|do you use ai|are you a machine|are you alive|who made you|who built "
        "you|who created you|"
        "is this ai|is this an ai|tell me about yourself|introduce yourself|am i talking to a "
        "human|am i talking to a bot|am i talking to an ai|am i speaking to a human|are you an "
        "llm|are you a language model|do you have a name|what kind of ai are you|what ai are "
        "you|are you intelligent|are you smart|am i talking to a real person|is there a human|what "
        "llm are you|which llm are you|which ai are you|what version are you|are you siri|are you "
        "alexa|are you gemini|do you think|can you think|what language model are you|which "
        "language model are you|are you a large language model|are you artificial intelligence|are "
        "you really an ai|what is your model|what model is this|which model is this|who am i "
        "talking to|whom am i talking to|who am i speaking to|what are you exactly|what exactly "
        "are you",
        Intent::identity);
    phrases.add(
        "more|show more|more please|next|next page|the next page|show me more|show the next "
        "page|show the rest|the rest|keep going|go on|continue|list more|and more|load more|"
        "show me the rest|show me the next page|see more|what else|any more|any others|are there "
        "more|next ones|more results|show next|what are the others|and the rest|show the next "
        "ones|show the others|the next ones|who else",
        Intent::more);
    phrases.add(
        "undo|undo that|undo it|undo this|undo please|revert|revert that|revert it|roll "
        "back|rollback|roll it back|roll that back|take that back|take it back|reverse "
        "that|reverse it|"
        "that was a mistake|that was wrong|i made a mistake|i did not mean that|i did not mean to "
        "do that|put it back|put that back|put them back|put her back|put him back|bring it "
        "back|bring her back|bring him back|bring them back|restore it|restore that|"
        "undo the last change|undo my last change|undo the last action|undo last|undo last "
        "change|undo the last thing|undo your last change|undo what you just did|undo everything "
        "you just did|revert the last change|oops|whoops|oops undo|oops undo that|"
        "oops that was wrong|that is wrong undo it|reverse the last change|reverse the last "
        "action|cancel the last change|cancel my last change|cancel the last action|go back "
        "one|restore her|restore him|restore them|undo all that|undo the last one|undo the last "
        "step|undo what i just did|undo the previous change|undo last action|scratch that|i take "
        "it back|i take that back|my mistake|my bad|ctrl z|ctrl+z|control z|ctrl-z|change it "
        "back|change that back|undo the deletion|undo delete|undo the delete|undelete|undelete "
        "it|undelete that|undo that last change|undo that change|undo those changes|undo these "
        "changes|undo the changes|i did not want that|i did not want to do that|revert the last "
        "action|revert last change|roll back the last change|roll back the last action|roll back "
        "that change|reverse your last action|reverse my last action|reverse what you just "
        "did|take back the last change|take back what you just did|put everything back|put "
        "everything back the way it was|set it back|restore the last one|restore the deleted "
        "contact|restore what i deleted|undo that last one|undo that last thing|undo the last "
        "edit|undo my last edit|revert my last change|revert what you just did|revert that last "
        "change|restore the deleted record",
        Intent::undo);
    return phrases;
  }();
  return table;
}

const Phrases<Assent::Kind>& assents() {
  static const auto table = [] {
    using enum Assent::Kind;
    Phrases<Assent::Kind> phrases;
    phrases.add(
        "yes|yeah|yep|yup|yea|ya|yah|sure|sure thing|of course|ok|okay|k|go ahead|please do|do "
        "it|do so|do that|absolutely|definitely|certainly|"
        "yes please|sounds good|sounds great|go for it|correct|right|that is right|that is "
        "correct|exactly|affirmative|by all means|why not|"
        "i do|i would|yes i do|yes do it|make it "
        "so|proceed|confirm|confirmed|approve|approved|fine|all right|alright|very "
        "well|indeed|sure go ahead|"
        "yes go ahead|ok do it|please|yes sure|great idea|good idea|perfect|great|that would be "
        "great|that would be nice|that would be good|that would be lovely|si|oui|ja|y|uh "
        "huh|mhm|aye|totally|yessir|yes sir|yes ma'am|you bet|"
        "naturally|gladly|let us do it|let us do that|let us go|add her|add him|add them|add "
        "it|save her|save him|save them|save it|save both|"
        "create it|create her|create him|create them|store it|store her|store him|store them|keep "
        "her|keep him|keep it|yes add her|yes add him|please add her|please add him|please save "
        "her|please save him|please save it|please save them|please add them|please add "
        "it|cool|nice|awesome|obviously|for sure|i guess|i guess so|i think so|i suppose|i suppose "
        "so|"
        "yes that is right|yes that is correct|yes that one|that is the one|please go ahead|carry "
        "on|continue|ok go ahead|okay go ahead|yes you may|you may|you can|yes you can|yes that "
        "would be great|would be great|would be nice|that works|works for me|fine by me|fine with "
        "me|ok please|yes please do|yup do it|yep do it|yeah do it|yeah sure|yeah go ahead|yes of "
        "course|yes absolutely|yes definitely|hell yes|heck yes|yass|yas|yess|yesss|i would like "
        "that|i would love that|ok sure|okay sure|do|roger|roger that|no problem|agreed|ok "
        "then|make it happen|"
        "go on|go on then|yes thanks|yes thank you|sure thanks|sure why not|sure please|sure do "
        "it|yeah please|yes indeed|thumbs up|true|ok yes|oh yes|oh yeah|of course yes|1000%|yes "
        "exactly|add both|add all|add all of them|save all of them|save all|all of them "
        "please|delete it|delete her|delete him|delete them|remove it|remove her|remove him|remove "
        "them|yes delete it|yes delete her|yes delete him|yes remove it|yes remove her|yes remove "
        "him",
        yes);
    phrases.add(
        "no|nope|nah|no thanks|no thank you|not now|do not|never "
        "mind|nevermind|nvm|cancel|stop|forget it|forget about it|leave it|skip it|skip|not "
        "yet|not really|"
        "no do not|please do not|no need|that is not necessary|not necessary|negative|no "
        "way|abort|drop it|do not bother|not needed|i do not think so|absolutely not|"
        "certainly not|of course not|i changed my mind|changed my mind|on second thought no|rather "
        "not|i would rather not|better not|n|non|nein|no cancel|cancel that|cancel it|"
        "no stop|leave it be|leave it as it is|leave as is|keep it as it is|let it be|let us "
        "not|not today|maybe later|later|another time|not this time|ignore that|ignore it|ignore "
        "this|disregard|disregard that|"
        "none|neither|none of them|none of these|none of those|neither of them|no "
        "one|nobody|nothing|not at the moment|not right now|it is fine|it is ok|it is okay|that is "
        "ok|that is okay|that is fine|no it is fine|no it is okay|no that is fine|no that is okay|"
        "no not now|no not yet|do not save her|do not save him|do not save them|do not save it|do "
        "not add her|do not add him|do not add it|do not add them|do not do it|do not do that|i do "
        "not want that|i do not want to|i do not|no i do not|definitely not|hell no|heck "
        "no|wrong|false|nay|no never|forget that|scratch that|hold off|hold "
        "on|wait|deny|denied|reject|decline|stop it|keep her|keep him|keep them",
        no);
    phrases.add("keep it|keep them both", no);
    return phrases;
  }();
  return table;
}

/// Goes on with a yes without saying more: "yes delete", "yes, remove her now".
bool agrees(std::string_view norm) {
  return anyOf(norm, {"delete", "remove", "erase", "save",   "add", "create", "store",
                      "update", "change", "do",    "her",    "him", "it",     "them",
                      "that",   "this",   "now",   "please", "all", "one",    "both"});
}

}  // namespace

Intent smallTalk(const Tokens& tokens, Span span) {
  auto i = span.begin;
  auto intent = Intent::unknown;
  while (i < span.end) {
    if (tokens[i].punctuation()) {
      ++i;
      continue;
    }
    auto match = talk().at(tokens, i, span.end);
    if (match) {
      // In "hi, what can you do" and "great, thanks" the later one says more.
      if (intent == Intent::unknown || intent == Intent::greeting || intent == Intent::praise)
        intent = *match.meaning;
      i += match.length;
      continue;
    }
    auto filler = tokens.norm(i);
    bool small = anyOf(
        filler, {"parley", "please", "there",    "and",   "so",    "assistant", "very", "much",
                 "again",  "all",    "now",      "then",  "for",   "me",        "ok",   "okay",
                 "oh",     "well",   "actually", "no",    "wait",  "sorry",     "just", "my",
                 "friend", "really", "can",      "you",   "could", "would",     "hmm",  "today",
                 "mate",   "buddy",  "man",      "never", "mind",  "nevermind"});
    if (!small) return Intent::unknown;
    ++i;
  }
  return intent;
}

Assent readAssent(const Tokens& tokens, Span span) {
  Assent assent;
  auto i = span.begin;
  while (i < span.end) {
    if (tokens[i].punctuation()) {
      ++i;
      continue;
    }
    auto match = assents().at(tokens, i, span.end);
    auto norm = tokens.norm(i);
    bool opener = anyOf(norm, {"oh", "well", "um", "hmm", "actually", "uh", "ah", "thanks"}) ||
                  (norm == "thank" || norm == "you") ||
                  anyOf(norm, {"but", "then", "now", "just", "i", "do"});
    if (!match && assent.kind == Assent::Kind::yes && agrees(norm)) {
      ++i;
      continue;
    }
    if (!match) {
      if (!opener || (norm == "but" && assent.kind != Assent::Kind::none)) break;
      if ((norm == "i" || norm == "do") && assent.kind != Assent::Kind::no) break;
      ++i;
      continue;
    }
    if (assent.kind == Assent::Kind::none) assent.kind = *match.meaning;
    // "ok no", "no, do it": the last word counts unless it only agrees
    else if (*match.meaning == Assent::Kind::no && assent.kind == Assent::Kind::yes)
      assent.kind = Assent::Kind::no;
    i += match.length;
    assent.length = i - span.begin;
  }
  if (assent.kind != Assent::Kind::none && i >= span.end) assent.length = span.end - span.begin;
  if (assent.length == 0) assent.kind = Assent::Kind::none;
  return assent;
}

}  // namespace parley::assistant::interpreter
