#include "features/assistant/interpreter/understanding/phrasebook.hpp"

#include "features/assistant/interpreter/language/spelling.hpp"
#include "features/assistant/interpreter/language/words.hpp"

namespace parley::assistant::interpreter {
namespace {

using Kind = Token::Kind;

enum class Wrap { skip, ask, advise, negate, greet, wish, mind };

const Phrases<Wrap>& openings() {
  static const auto table = [] {
    Phrases<Wrap> wraps;
    wraps.add(
        "please|kindly|bitte|por favor|alexa|siri|hey siri|let|you can|you may|you could|feel free "
        "to|go and|you are welcome to|i "
        "wonder|i am wondering|any idea|do you happen to "
        "know|just|so|well|um|uh|hmm|erm|okay|ok|alright|all "
        "right|right|now|then|and|also|next|first|"
        "firstly|secondly|finally|lastly|quickly|actually|btw|by the way|oh|ah|yo|and then|and "
        "also|but|simply|"
        "go ahead and|make sure to|make sure you|make sure that you|be sure to|be so kind as to|be "
        "so kind and|do me a favor and|"
        "do me a favour and|remember to|do not forget to|do not let me forget to|do not let us "
        "forget to|never forget to|try to|try "
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
    for (std::string_view degree :
         {"", "most ", "very ", "so ", "ever so ", "extremely ", "really "}) {
      for (std::string_view mood :
           {"grateful", "obliged", "thankful", "happy", "glad", "delighted"}) {
        for (std::string_view tail : {"if you could", "if you would", "if you can", "if you might"})
          wraps.add(
              "i would be " + std::string{degree} + std::string{mood} + " " + std::string{tail},
              Wrap::ask);
      }
    }
    for (std::string_view head : {"i wonder", "i was wondering", "i am wondering", "wondering",
                                  "i was just wondering", "just wondering"}) {
      for (std::string_view tail :
           {"if you could", "if you would", "if you can", "if you might", "if it is possible to",
            "if it would be possible to", "whether you could", "whether you would",
            "whether you can", "whether you might", "whether it would be possible to"})
        wraps.add(std::string{head} + " " + std::string{tail}, Wrap::ask);
    }
    for (std::string_view head : {"be", "would you be", "could you be", "might you be"}) {
      for (std::string_view tail :
           {"so good as to", "so kind as to", "kind enough to", "good enough to", "so nice as to",
            "so good and", "so kind to", "so kind and", "a dear and", "a star and"})
        wraps.add(std::string{head} + " " + std::string{tail}, Wrap::ask);
    }
    for (std::string_view head : {"could i", "can i", "may i", "might i"}) {
      for (std::string_view tail : {"trouble you for", "bother you for", "ask you for", "ask for",
                                    "please have", "please get", "please see", "please ask for"})
        wraps.add(std::string{head} + " " + std::string{tail}, Wrap::wish);
    }
    wraps.add(
        "might i have|might i get|might i see|would it be possible to have|would it be possible to "
        "get|would it be possible to see|is it possible to get|is it possible to have|could you "
        "let "
        "me have|can you let me have|would you let me have|i could do with|i am after|i would be "
        "grateful for|can we have|could we have|can we get|could we get|let us have|i want that "
        "you|i would "
        "like that you|i need that you",
        Wrap::wish);
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
        "now|asap|quick|when you can|if possible|"
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

}  // namespace

Opening readOpening(const Tokens& tokens, Span span) {
  Opening opening{.begin = span.begin};
  auto& i = opening.begin;
  while (i < span.end) {
    if (tokens[i].punctuation()) {
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
      while (i < span.end && anyOf(tokens.norm(i), {"please", "ever", "to", "you", "just"})) ++i;
    }
    // "please to add", "can you to change"
    if (tokens.norm(i) == "to" && verbAt(tokens, i + 1, span.end)) ++i;
  }
  return opening;
}

std::size_t readClosing(const Tokens& tokens, Span span) {
  auto end = span.end;
  for (bool again = true; again && end > span.begin;) {
    again = false;
    while (end > span.begin && tokens[end - 1].punctuation() && !tokens[end - 1].is(")") &&
           !tokens[end - 1].is("+"))
      --end;
    for (std::size_t length = std::min<std::size_t>(6, end - span.begin); length > 0; --length) {
      auto match = closings().at(tokens, end - length, end);
      if (!match || match.length != length || end - length <= span.begin) continue;
      // "..., mate" is spoken to somebody, "executive assistant" is not.
      bool vocative = anyOf(tokens.norm(end - 1), {"assistant", "mate", "buddy", "pal", "dear",
                                                   "man", "bro", "dude", "parley", "quick"});
      if (length == 1 && vocative && end >= 2 && !tokens.is(end - 2, Kind::mark)) continue;
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

}  // namespace parley::assistant::interpreter
