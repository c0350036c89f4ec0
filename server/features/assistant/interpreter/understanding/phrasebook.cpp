#include "features/assistant/interpreter/understanding/phrasebook.hpp"

#include "features/assistant/interpreter/language/spelling.hpp"
#include "features/assistant/interpreter/language/words.hpp"

namespace parley::assistant::interpreter {
namespace {

using Kind = Token::Kind;

struct VerbMeaning {
  Intent intent;
  std::string base;
};

Phrases<VerbMeaning> makeVerbs() {
  Phrases<VerbMeaning> verbs;
  auto all = [&](std::string_view phrases, Intent intent, const std::string& base) {
    verbs.add(phrases, {intent, base});
  };
  all("add|add in|create|save|register|store|record|insert|enter|make|set up|put|put in|put "
      "down|note|note down|jot down|"
      "log|file|keep|write down|capture|import|onboard|enroll|enrol|take "
      "down|include|track|follow|start following|"
      "start tracking|key in|type in|new|introduce|input|make a note of|make note of|throw "
      "in|pop|stick|set me up with|"
      "draft|generate|open up|hold on to|memorize|memorise|bookmark|catalog|catalogue|make "
      "me|build|establish|"
      "keep track of|sign up|put in a|bring in|stash|document|remember|whip up|spin up|start|add "
      "on|upload|load|persist|list down|scribble down|punch in|chuck in|slot in|drop in|plug in",
      Intent::create, "add");
  all("list|show|show me|display|get|get me|fetch|find|find me|search|search for|look up|look "
      "for|view|see|pull up|"
      "bring up|give me|tell me|tell me about|read|print|check|describe|count|locate|retrieve|call "
      "up|enumerate|output|"
      "dig up|hunt down|fetch me|bring me|pull|name|lookup|query|browse|report|present|let me "
      "see|walk me through|"
      "remind me|remind me of|remind me about|show us|give us|tell us|read me|read out|list "
      "out|what about|how about|"
      "who is|who are|look at|look into|filter|check if|check whether|see if|find out|figure "
      "out|summarize|summarise|"
      "sort|arrange|go through|run through|open|pull out|dig out|track down|hand me|send "
      "me|gather|collect|bring back a list of|scan|search through|go to|jump to",
      Intent::read, "show");
  all("change|set|update|edit|rename|correct|modify|fix|replace|switch|alter|adjust|amend|revise|"
      "mark|assign|give|move|"
      "transfer|promote|clear|unset|blank|blank out|reassign|relabel|call|swap|overwrite|make "
      "it|link|attach|connect|"
      "refresh|tweak|put through|retitle|demote|relocate|reset|empty|empty "
      "out|turn|use|null|nullify|patch|convert|bump|redo",
      Intent::update, "change");
  all("delete|remove|drop|get rid of|erase|forget|forget about|discard|trash|kill|wipe|wipe "
      "out|eliminate|purge|scrap|"
      "throw away|throw out|take out|take off|dump|toss|toss out|bin|clear "
      "out|strike|cut|unfollow|stop following|"
      "cross off|cross out|take away|ditch|destroy|obliterate|expunge|nuke|stop "
      "tracking|deregister|unregister|take|"
      "axe|zap|chuck|chuck out|clean out|clean "
      "up|rid|rm|del|archive|lose|bury|annihilate|exclude|weed out|strike out|unsave",
      Intent::remove, "delete");
  all("undo|undo that|undo it|undo this|revert|roll back|rollback|roll it back|roll that back|take "
      "that back|take it back|"
      "reverse|reverse that|put it back|put that back|put them back|put her back|put him "
      "back|bring it back|bring her back|"
      "bring him back|bring them back|restore|unde|scratch that|go back one|step "
      "back|undelete|change it back|change that back|set it back",
      Intent::undo, "undo");
  return verbs;
}

const Phrases<VerbMeaning>& verbs() {
  static const auto table = makeVerbs();
  return table;
}

enum class Wrap { skip, ask, advise, negate, greet, wish, mind };

const Phrases<Wrap>& openings() {
  static const auto table = [] {
    Phrases<Wrap> wraps;
    wraps.add(
        "please|kindly|let|i wonder|i am wondering|any idea|do you happen to "
        "know|just|so|well|um|uh|hmm|erm|okay|ok|alright|all "
        "right|right|now|then|and|also|next|first|"
        "firstly|secondly|finally|lastly|quickly|actually|btw|by the way|oh|ah|yo|and then|and "
        "also|but|simply|"
        "go ahead and|make sure to|make sure you|make sure that you|be sure to|be so kind as to|be "
        "so kind and|do me a favor and|"
        "do me a favour and|remember to|do not forget to|never forget to|try to|try "
        "and|assistant|parley|bot|computer|friend|buddy|"
        "dear assistant|if you could|if you can|if possible|when you can|when you get a "
        "chance|when you have a moment|when you have time|"
        "when you get a moment|quick question|one more thing|another thing|real quick|really "
        "quick|next up|after that|"
        "afterwards|additionally|furthermore|moreover|oh and|maybe|perhaps|sorry|excuse me|pardon "
        "me|for me|"
        "once more|again|as well|too|kind "
        "of|immediately|urgently|asap|still|yeah|yep|great|cool|nice|perfect|awesome|good|"
        "instead|rather|on second thought|come to think of it|no wait|wait|hang on|hold on|"
        "do me a solid and|here is what i need|be a dear and|let us|let me|let us go ahead and|to "
        "do|todo|task|"
        "fyi|for the record|for your information|as i said|like i said|listen|look "
        "here|anyway|anyways|honestly|basically|"
        "i forgot to|i almost forgot|i almost forgot to|oops i forgot to|time to|it is time "
        "to|today|help me|help me to|"
        "i think we should|i think you should|we should|you should|you need to|we need to|we have "
        "to|you have to|you must|we ought to|"
        "i am going to need you to|i am trying to|i was trying to|my boss wants me to|i have been "
        "asked to|i was told to|i am supposed to",
        Wrap::skip);
    wraps.add(
        "can you|could you|would you|will you|can we|could we|could i ask you to|may i ask you "
        "to|might you|"
        "can i ask you to|are you able to|would it be possible to|is it possible to|i was "
        "wondering if you could|"
        "i wonder if you could|i am wondering if you could|do you think you could|do you think you "
        "can|can i get you to|could i get you to|can i have you|could i have you|"
        "could you possibly|can you possibly|would you be able to|will you be able to|could you go "
        "ahead and|is there any way you could|is there a way you could|any chance you could|any "
        "chance you can|could i trouble you to|"
        "would it be okay if you|it would be great if you could|it would be nice if you could|it "
        "would be helpful if you could|"
        "i would appreciate it if you could|i would appreciate if you could|i would be grateful if "
        "you could|i would love it if you could|"
        "is there any chance you could|think you could|think you can|why do not you|how about "
        "you|would you be so kind as to|would you be kind enough to|can u|can you help me|could "
        "you help me|would you kindly|can you please help me|can someone|could someone",
        Wrap::ask);
    for (std::string_view head :
         {"i would appreciate it", "i would appreciate", "it would be great", "it would be nice",
          "it would be helpful", "it would be awesome", "it would be good", "it would be fantastic",
          "i would be grateful", "i would love it", "i would be happy", "i would be glad",
          "it would help", "it would help me", "i would like it"}) {
      for (std::string_view tail : {"if you could", "if you would", "if you can", "if you"}) {
        wraps.add(std::string{head} + " " + std::string{tail}, Wrap::ask);
      }
    }
    wraps.add("would you mind|do you mind|would it be too much trouble|mind", Wrap::mind);
    wraps.add(
        "i want to|i want you to|i would like to|i would like you to|i would love to|i would love "
        "you to|i need to|i need you to|"
        "i wish to|i have to|i am looking to|i am going to|i will need to|i will need you to|i "
        "must|i should|i also want to|i also need to|i also need you to|"
        "i also want you to|i just want to|i just need to|i just need you to|i have got to|i "
        "want|i need|i would like|i would love|i wanted to|i am about to|i also need|i also want|i "
        "also would like|i would also like to|i would also like you to|i think i should|i think i "
        "need to|i really need to|i really want to|i really need|may i have|can i have|could i "
        "have|can i get|could i get|may i get|can i see|could i see|may i see|i am looking for|i "
        "am searching for|i am trying to find|looking for|can you get me|need to|want to|would "
        "like to|need|i'd like",
        Wrap::wish);
    wraps.add(
        "should i|shall i|should we|shall we|do you think i should|do you think we should|what if "
        "i|what if we|what happens if i|what happens when i|"
        "what would happen if i|what would happen if|what happens if|what if|how do i|how can "
        "i|how would i|how do you|how can you|how does one|how to|how should i|"
        "is it okay to|is it ok to|is it safe to|is it a good idea to|would it be wise to|would it "
        "be ok to|would it be okay to|"
        "am i allowed to|may i|can i|could i|is there a way to|is there any way to|do i have to|do "
        "i need to|"
        "would you recommend|would you suggest|do you recommend|why should i|when should i|why "
        "would i|who can|what is the best way to|"
        "suppose i|suppose we|imagine i|if i were to|if i|if we|i wonder if i should|i wonder "
        "whether to|i wonder whether i should|i am wondering if i should|i am wondering whether "
        "to|i am wondering whether i should|i am thinking about|i am thinking of|i am "
        "considering|i might|i may|maybe i should|maybe we should|perhaps i should|perhaps we "
        "should|"
        "i am not sure if i should|i am not sure whether to|i am not sure i should|not sure if i "
        "should|not sure whether to|ought i to|what will happen if i|are you going to|did you|did "
        "i|have you|have i|will you ever|do you ever|"
        "i was thinking of|i was thinking about|i was considering|i could|we could|we might|i "
        "thought about|i could maybe|i do not know if i should|i do not know whether to|why did "
        "you|when did you|how did you",
        Wrap::advise);
    wraps.add(
        "do not|do not you|never|please do not|i do not want you to|i do not want to|i would not "
        "like you to|i would rather you not|i would rather not|i would rather you did not|"
        "no need to|there is no need to|you do not need to|you do not have to|you should not|we "
        "should not|we do not need to|i do not need to|i do not need you to|do not ever|do not you "
        "dare|"
        "you must not|must not|should not|let us not|better not|you better not|i said do not|not|i "
        "am not going to|stop trying to|"
        "i did not ask you to|i did not want you to|i did not tell you to|i did not say to|i never "
        "asked you to|i never said to|under no circumstances|you may not|i do not think we "
        "should|i do not think you should|i do not think i should|"
        "there is no reason to|it is not necessary to|avoid|refrain from|i do not wish to|i do not "
        "plan to|i will not|i would not|you can not|i have decided not to|i decided not to|please "
        "never|without|we will not|we do not want to|try not to|make sure not to|make sure you do "
        "not|be careful not to|remember not to|you are not allowed to|i hope you did not|i prefer "
        "not to|i would prefer you not|i would prefer not to|i would prefer you did not|rather "
        "than|instead of|hold off on|wait before|cancel",
        Wrap::negate);
    wraps.add(
        "hi|hello|hey|hi there|hello there|hey there|good morning|good afternoon|good "
        "evening|greetings|howdy|hiya|morning|dear",
        Wrap::greet);
    return wraps;
  }();
  return table;
}

const Phrases<char>& closings() {
  static const auto table = [] {
    Phrases<char> phrases;
    phrases.add(
        "please|thanks|thank you|thank you very much|thank you so much|many thanks|thanks a "
        "lot|thanks so much|cheers|ty|if you can|if you could|"
        "for me|for us|for me please|would you|will you|could you|can you|ok|okay|right "
        "now|asap|when you can|if possible|"
        "if that is ok|if that is okay|if you do not mind|real quick|really quick|quickly|when you "
        "get a chance|"
        "when you have a moment|when you have time|immediately|right away|at once|thanks in "
        "advance|alright|then|as well|too|"
        "thanks again|thanks mate|mate|buddy|pal|dear|my friend|much appreciated|appreciate it|i "
        "appreciate it|i would appreciate it|that would be great|"
        "that would be nice|yeah|parley|assistant|lol|haha|now|asap please|for "
        "good|permanently|today|would that be possible|if you would|if you please|when you get a "
        "moment|this instant|straight away|got it|please and thank you|thanks very much|you know|i "
        "guess|i think|instead|again|already|kindly|bro|man|dude|any more|anymore|once and for "
        "all|for now|will ya|would ya|thanks a bunch|thanks a million|god bless|have a nice day|it "
        "is urgent|no rush|whenever you can|whenever|in there|in here",
        'x');
    return phrases;
  }();
  return table;
}

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

bool isPunctuation(const Token& token) {
  return token.kind == Kind::mark || token.kind == Kind::line;
}

}  // namespace

Verb verbAt(const Tokens& tokens, std::size_t i, std::size_t end) {
  if (i >= end || !tokens[i].word()) return {};
  auto match = verbs().at(tokens, i, end);
  if (match) return {match.meaning->intent, match.meaning->base, match.length};
  for (const auto& form : words::baseForms(tokens.norm(i))) {
    if (form == tokens.norm(i)) continue;
    Tokens base;
    for (auto k = i; k < std::min(end, i + 4); ++k) base.list.push_back(tokens[k]);
    base.list[0].norm = form;
    auto found = verbs().at(base, 0, base.size());
    if (found) return {found.meaning->intent, found.meaning->base, found.length};
  }
  return {};
}

Verb verbTyped(const Tokens& tokens, std::size_t i, std::size_t end) {
  if (auto exact = verbAt(tokens, i, end)) return exact;
  if (i >= end || !tokens[i].word() || words::isGivenName(tokens.norm(i)) ||
      words::isStop(tokens.norm(i)))
    return {};
  Verb best;
  std::size_t best_distance = 3;
  static constexpr std::string_view common[] = {
      "create", "add",     "save",    "register", "store",  "record",  "insert", "list",
      "show",   "display", "find",    "search",   "fetch",  "change",  "update", "edit",
      "rename", "correct", "modify",  "replace",  "switch", "delete",  "remove", "erase",
      "drop",   "undo",    "promote", "transfer", "forget", "discard", "revert"};
  for (auto word : common) {
    bool short_slip = word == "add" && (anyOf(tokens.norm(i), {"ad", "addd", "aad", "dd", "asd"}));
    if (!short_slip && !isMisspelling(tokens.norm(i), word)) continue;
    auto distance = spellingDistance(tokens.norm(i), word, 2);
    if (distance >= best_distance) continue;
    Tokens right;
    right.list.push_back(tokens[i]);
    right.list[0].norm = std::string{word};
    best_distance = distance;
    best = verbAt(right, 0, 1);
  }
  return best;
}

Opening readOpening(const Tokens& tokens, Span span) {
  Opening opening{.begin = span.begin};
  auto& i = opening.begin;
  while (i < span.end) {
    if (isPunctuation(tokens[i])) {
      ++i;
      continue;
    }
    auto match = openings().at(tokens, i, span.end);
    if (!match) break;
    auto past = i + match.length;
    // "Will Smith", "May Lee": a name, not an opening.
    bool address = anyOf(tokens.norm(i), {"parley", "assistant", "bot", "computer"});
    if (match.length == 1 && tokens[i].capital && i > span.begin && !tokens.upper &&
        !tokens.lower && !address)
      break;
    if (match.length == 1 && past < span.end && tokens.norm(past) == "'s") break;
    if (anyOf(tokens.norm(i), {"task", "dear", "friend"})) {
      if (past < span.end && tokens.norm(past) != "," && tokens.norm(past) != ":") break;
    }
    switch (*match.meaning) {
      case Wrap::skip:
        break;
      case Wrap::ask:
        opening.asked = true;
        break;
      case Wrap::mind:
        if (tokens.norm(i) == "mind" && i > span.begin) return opening;
        opening.asked = true;
        break;
      case Wrap::wish:
        opening.wish = true;
        break;
      case Wrap::greet:
        opening.greeting = true;
        break;
      case Wrap::advise:
        opening.advice = true;
        break;
      case Wrap::negate:
        // "not" on its own only where a verb follows
        if (match.length == 1 && !verbAt(tokens, past, span.end)) return opening;
        opening.negated = true;
        break;
    }
    i = past;
    if (*match.meaning == Wrap::negate) {
      while (i < span.end && (anyOf(tokens.norm(i), {"please", "ever", "to", "you", "just"}))) ++i;
    }
  }
  return opening;
}

std::size_t readClosing(const Tokens& tokens, Span span) {
  auto end = span.end;
  for (bool again = true; again && end > span.begin;) {
    again = false;
    while (end > span.begin && isPunctuation(tokens[end - 1]) && !tokens[end - 1].is(")") &&
           !tokens[end - 1].is("+"))
      --end;
    for (std::size_t length = std::min<std::size_t>(6, end - span.begin); length > 0; --length) {
      auto match = closings().at(tokens, end - length, end);
      if (!match || match.length != length || end - length <= span.begin) continue;
      // A name such as "Assistant" or "Man" with a capital stays.
      if (length == 1 && tokens[end - 1].capital && !tokens.upper &&
          !tokens.is(end - 2, Kind::mark))
        continue;
      end -= length;
      again = true;
      break;
    }
  }
  return end;
}

Intent smallTalk(const Tokens& tokens, Span span) {
  auto i = span.begin;
  auto intent = Intent::unknown;
  while (i < span.end) {
    if (isPunctuation(tokens[i])) {
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
    bool small =
        anyOf(filler, {"parley", "please", "there", "and",    "so",       "assistant", "very",
                       "much",   "again",  "all",   "now",    "then",     "for",       "me",
                       "ok",     "okay",   "oh",    "well",   "actually", "no",        "wait",
                       "sorry",  "just",   "my",    "friend", "really",   "can",       "you",
                       "could",  "would",  "hmm",   "today",  "mate",     "buddy",     "man"});
    if (!small) return Intent::unknown;
    ++i;
  }
  return intent;
}

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
              (anyOf(verb, {"know", "work with", "will meet", "am meeting", "found", "saw"})))
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

Assent readAssent(const Tokens& tokens, Span span) {
  Assent assent;
  auto i = span.begin;
  while (i < span.end) {
    if (isPunctuation(tokens[i])) {
      ++i;
      continue;
    }
    auto match = assents().at(tokens, i, span.end);
    auto norm = tokens.norm(i);
    bool opener = anyOf(norm, {"oh", "well", "um", "hmm", "actually", "uh", "ah", "thanks"}) ||
                  (norm == "thank" || norm == "you") ||
                  anyOf(norm, {"but", "then", "now", "just", "i", "do"});
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
