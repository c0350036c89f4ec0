#include <string_view>
#include <unordered_set>

#include "features/assistant/interpreter/language/words.hpp"

namespace parley::assistant::interpreter::words {

/// Only names that a tolerant reading would take for an English word, or that begin a sentence
/// often.
bool isGivenName(std::string_view word) {
  static const std::unordered_set<std::string_view> names{
      "ada",     "adam",    "addie",  "adele",  "aaron",  "alan",   "albert", "alex",   "alice",
      "alina",   "amy",     "ana",    "andrew", "andy",   "angela", "anita",  "ann",    "anna",
      "anne",    "anthony", "art",    "arthur", "ben",    "beth",   "betty",  "bill",   "billy",
      "bob",     "bobby",   "brad",   "brett",  "brian",  "bruce",  "carl",   "carla",  "carol",
      "cate",    "chad",    "chang",  "chen",   "chris",  "clara",  "claire", "cora",   "craig",
      "dan",     "dana",    "daniel", "dave",   "david",  "dean",   "debra",  "della",  "derek",
      "diana",   "don",     "donna",  "dora",   "doug",   "drew",   "ed",     "eddie",  "edie",
      "edith",   "edward",  "ella",   "ellen",  "emily",  "emma",   "eric",   "erika",  "erin",
      "eva",     "eve",     "faith",  "finn",   "fiona",  "frank",  "fred",   "gary",   "gene",
      "george",  "gina",    "grace",  "grant",  "greg",   "greta",  "gus",    "hal",    "hank",
      "hans",    "harry",   "heidi",  "helen",  "henry",  "hope",   "hugh",   "ian",    "ines",
      "ira",     "iris",    "ivan",   "jack",   "jake",   "james",  "jan",    "jane",   "jason",
      "jay",     "jean",    "jeff",   "jen",    "jenny",  "jerry",  "jess",   "jill",   "jim",
      "joan",    "joe",     "joel",   "john",   "jon",    "jose",   "joy",    "juan",   "judy",
      "julia",   "june",    "karen",  "kate",   "kathy",  "keith",  "ken",    "kevin",  "kim",
      "kurt",    "kyle",    "lara",   "laura",  "lee",    "leo",    "lena",   "liam",   "lily",
      "lin",     "linda",   "lisa",   "liz",    "lois",   "lou",    "lucas",  "lucy",   "luis",
      "luke",    "lynn",    "marc",   "maria",  "marie",  "mario",  "mark",   "mary",   "matt",
      "max",     "may",     "maya",   "meg",    "mei",    "mia",    "mike",   "mila",   "mona",
      "nadia",   "nancy",   "nate",   "neil",   "nick",   "nina",   "noah",   "noel",   "nora",
      "olga",    "oscar",   "otto",   "owen",   "pam",    "pat",    "paul",   "paula",  "pedro",
      "penny",   "pete",    "peter",  "phil",   "priya",  "rachel", "ralph",  "raj",    "ray",
      "rex",     "rick",    "rita",   "rob",    "robin",  "ron",    "rosa",   "rose",   "ross",
      "roy",     "russ",    "ruth",   "ryan",   "sade",   "sal",    "sam",    "sandy",  "sara",
      "sarah",   "scott",   "sean",   "seth",   "shaw",   "shane",  "simon",  "sofia",  "stan",
      "steve",   "sue",     "susan",  "tara",   "ted",    "terry",  "tim",    "tina",   "toby",
      "todd",    "tom",     "tony",   "tracy",  "vera",   "vic",    "victor", "wade",   "walt",
      "wanda",   "wang",    "ward",   "wei",    "wendy",  "will",   "xu",     "yan",    "yuki",
      "zoe",     "leta",    "adde",   "gert",   "fatima", "omar",   "ali",    "ahmed",  "hassan",
      "elena",   "miguel",  "carlos", "diego",  "chloe",  "sophie", "marta",  "petra",  "ingrid",
      "lars",    "sven",    "bjorn",  "olaf",   "hiro",   "kenji",  "akira",  "naomi",  "aisha",
      "kofi",    "ravi",    "anil",   "sunil",  "deepa",  "sanjay", "vijay",  "milton", "samir",
      "dorothy", "tariq",   "helena"};
  return names.contains(word);
}

}  // namespace parley::assistant::interpreter::words
