#include "features/assistant/interpreter/understanding/phrasebook.hpp"

#include "features/assistant/interpreter/language/spelling.hpp"
#include "features/assistant/interpreter/language/words.hpp"

namespace parley::assistant::interpreter {
namespace {

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
        "great|cool|nice|perfect|awesome|good|excellent|wonderful|brilliant|super|well done|good "
        "job|great job|nice work|nice one|you are great|"
        "you are awesome|good work|fantastic|amazing|love it|i love it|i like it|very "
        "good|wow|sweet|neat|good bot|that is great|that is perfect|that is good|that worked|it "
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

}  // namespace

std::size_t mentionAt(const Tokens& tokens, std::size_t i, std::size_t end) {
  static const auto table = [] {
    Phrases<char> phrases;
    for (std::string_view verb : {"met",
                                  "met with",
                                  "met up with",
                                  "spoke with",
                                  "spoke to",
                                  "talked to",
                                  "talked with",
                                  "chatted with",
                                  "had lunch with",
                                  "had coffee with",
                                  "had dinner with",
                                  "had a call with",
                                  "had a chat with",
                                  "had a meeting with",
                                  "had a great chat with",
                                  "had a good talk with",
                                  "had drinks with",
                                  "ran into",
                                  "bumped into",
                                  "was introduced to",
                                  "got introduced to",
                                  "got a call from",
                                  "got an email from",
                                  "got a message from",
                                  "got to know",
                                  "heard from",
                                  "received a call from",
                                  "received an email from",
                                  "sat next to",
                                  "connected with",
                                  "came across",
                                  "hung out with",
                                  "had a great meeting with",
                                  "had a great call with",
                                  "made contact with",
                                  "had a drink with",
                                  "had breakfast with",
                                  "was talking to",
                                  "was talking with",
                                  "am meeting",
                                  "am meeting with",
                                  "know",
                                  "hired",
                                  "shook hands with",
                                  "caught up with",
                                  "exchanged cards with",
                                  "exchanged business cards with",
                                  "swapped cards with",
                                  "got a business card from",
                                  "got the card of",
                                  "have a new colleague",
                                  "have a new contact",
                                  "had a nice chat with",
                                  "had a nice talk with",
                                  "had a meeting today with",
                                  "had a conversation with",
                                  "had a great conversation with",
                                  "saw",
                                  "interviewed",
                                  "worked with",
                                  "partnered with",
                                  "had a zoom with",
                                  "had a zoom call with",
                                  "had a phone call with",
                                  "had a video call with",
                                  "got off the phone with",
                                  "got off a call with",
                                  "came back from a meeting with",
                                  "came from a meeting with",
                                  "finished a call with",
                                  "have been talking to",
                                  "have been talking with",
                                  "have met",
                                  "have spoken with",
                                  "have spoken to",
                                  "have talked to",
                                  "have a meeting with",
                                  "will meet",
                                  "work with",
                                  "found"}) {
      for (std::string_view subject : {"i", "we", ""}) {
        for (std::string_view adverb : {"", "just", "recently", "finally", "today", "yesterday",
                                        "also", "have just", "had just", "only just"}) {
          if (subject.empty() &&
              anyOf(verb, {"know", "work with", "will meet", "am meeting", "found", "saw"}))
            continue;
          if (verb == "found" && adverb != "just") continue;
          std::string phrase{subject};
          phrase += phrase.empty() ? "" : " ";
          phrase += adverb;
          phrase += adverb.empty() ? "" : " ";
          phrase += verb;
          phrases.add(phrase, 'x');
        }
      }
    }
    phrases.add(
        "this is|meet|here is|my new colleague is|our new colleague is|my colleague is|our new "
        "contact is|my new contact is|our contact is|i have a new colleague named|there is|i had "
        "the pleasure of meeting|it was great meeting|it was nice meeting|nice meeting|great "
        "meeting|lovely meeting|enjoyed meeting|enjoyed talking to|met someone called|met someone "
        "named|i met someone called|i met someone named|i met a guy called|i met a guy named|i met "
        "a woman called|i met a woman named|i just met someone named|i just met someone called|i "
        "just met a guy named|i just met a guy called|i just met a woman named|i just met a woman "
        "called|my new boss is|our new client is|my new client is|our new customer is|say hello to",
        'x');
    return phrases;
  }();
  auto k = i;
  while (k < end && (anyOf(tokens.norm(k), {"today", "yesterday", "so", "earlier", ","}) ||
                     ((tokens.norm(k) == "last" || tokens.norm(k) == "this") &&
                      words::isTimeWord(tokens.norm(k + 1))) ||
                     (k > i && (tokens.norm(k - 1) == "last" || tokens.norm(k - 1) == "this") &&
                      words::isTimeWord(tokens.norm(k))))) {
    ++k;
  }
  // "at the conference I met ..."
  if (anyOf(tokens.norm(k), {"at", "in", "on", "during", "over", "after"})) {
    for (auto m = k; m < std::min(end, k + 10); ++m) {
      if ((tokens.norm(m) == "i" || tokens.norm(m) == "we") && table.at(tokens, m, end)) {
        k = m;
        break;
      }
    }
  }
  auto match = table.at(tokens, k, end);
  return match ? k + match.length - i : 0;
}

}  // namespace parley::assistant::interpreter
