#include "features/assistant/interpreter/language/words.hpp"

#include <algorithm>
#include <charconv>
#include <unordered_map>

#include "features/assistant/interpreter/language/unicode.hpp"
#include "features/assistant/interpreter/language/word_set.hpp"

namespace parley::assistant::interpreter::words {
namespace {

const std::unordered_map<std::string_view, std::vector<std::string>> shorthands{
    {"asign", {"assign"}},
    {"assing", {"assign"}},
    {"finsh", {"finish"}},
    {"wich", {"which"}},
    {"whihc", {"which"}},
    {"waht", {"what"}},
    {"whats", {"what", "is"}},
    {"whos", {"who", "is"}},
    {"wheres", {"where", "is"}},
    {"hows", {"how", "is"}},
    {"dont", {"do", "not"}},
    {"doesnt", {"does", "not"}},
    {"didnt", {"did", "not"}},
    {"cant", {"can", "not"}},
    {"wont", {"will", "not"}},
    {"isnt", {"is", "not"}},
    {"arent", {"are", "not"}},
    {"havent", {"have", "not"}},
    {"hasnt", {"has", "not"}},
    {"shouldnt", {"should", "not"}},
    {"wouldnt", {"would", "not"}},
    {"couldnt", {"could", "not"}},
    {"im", {"i", "am"}},
    {"ive", {"i", "have"}},
    {"shes", {"she", "is"}},
    {"hes", {"he", "is"}},
    {"thats", {"that", "is"}},
    {"theres", {"there", "is"}},
    {"theyre", {"they", "are"}},
    {"youre", {"you", "are"}},
    {"lets", {"let", "us"}},
    {"wanna", {"want", "to"}},
    {"gonna", {"going", "to"}},
    {"gotta", {"have", "to"}},
    {"lemme", {"let", "me"}},
    {"gimme", {"give", "me"}},
    {"u", {"you"}},
    {"pls", {"please"}},
    {"plz", {"please"}},
    {"plse", {"please"}},
    {"pleese", {"please"}},
    {"plaese", {"please"}},
    {"pleae", {"please"}},
    {"thnaks", {"thanks"}},
    {"pleas", {"please"}},
    {"plese", {"please"}},
    {"thx", {"thanks"}},
    {"tnx", {"thanks"}},
    {"thanx", {"thanks"}},
    {"cannot", {"can", "not"}},
    {"w/", {"with"}},
    {"bcs", {"because"}}};

}  // namespace

bool isAbbreviation(std::string_view word) {
  static const WordSet set{
      "dr mr mrs ms mx prof sr jr st inc corp co ltd llc bros rev hon capt col gen lt sgt gov sen "
      "rep pres "
      "dept univ assn mfg intl ph.d m.d b.a m.a esq ave no tel ext mt ft vs etc s.a s.p.a b.v n.v "
      "plc pty "
      "asst mgr dir eng exec sp sdn bhd"};
  return set.contains(word);
}

bool takesIs(std::string_view word) {
  static const WordSet set{
      "what who where how when which that there here he she it why name whose"};
  return set.contains(word);
}

bool isPronoun(std::string_view word) {
  static const WordSet set{"i you he she it we they who that there these those this"};
  return set.contains(word);
}

bool isPersonPronoun(std::string_view word) {
  static const WordSet set{"she he her him they them it"};
  return set.contains(word);
}

bool isPossessivePronoun(std::string_view word) {
  static const WordSet set{"her his their its"};
  return set.contains(word);
}

bool isDeterminer(std::string_view word) {
  static const WordSet set{
      "a an the this that these those my our your some another any all every each both"};
  return set.contains(word);
}

bool isStop(std::string_view word) {
  static const WordSet set{
      "a an the this that these those my our your his her their its i you he she it we they me him "
      "them us "
      "at from with as who whose whom which where when what how is are was were be been being am "
      "has have had "
      "do does did will would shall should can could may might must to into onto in on by for of "
      "off out up "
      "down over and or but nor so then than also plus not no if because while about regarding via "
      "through "
      "works work working worked employed joined joins joining runs run running leads leading "
      "leads owns "
      "heads founded called named titled please thanks thank 's just now currently there here both "
      "all each "
      "every same anymore instead using under since until after before during today yesterday "
      "tomorrow "
      "tonight reachable based living located having got called said wants needs likes phoned "
      "emailed met went left quit moved "
      "switched changed became retired died plays lives"};
  return set.contains(word);
}

bool isParticle(std::string_view word) {
  static const WordSet set{
      "van von der den de del della di da das do dos du des la le las los el al bin ibn ben bint "
      "abu ter ten "
      "te zu zum zur af av y e i 't op het san dal dalla lo mac ap ab und"};
  return set.contains(word);
}

bool isCapital(std::string_view word) {
  const auto first = codePointAt(word, 0);
  if (isUpper(first.value)) return true;
  for (auto c = first; c.next < word.size();) {
    const auto joint = codePointAt(word, c.next);
    if (joint.value == '-' || isApostrophe(joint.value)) {
      const auto prefix = word.substr(0, c.next);
      return (prefix == "d" || prefix == "l" || (prefix.size() > 1 && isParticle(prefix))) &&
             joint.next < word.size() && isUpper(codePointAt(word, joint.next).value);
    }
    c = joint;
  }
  return false;
}

bool isNameSuffix(std::string_view word) {
  static const WordSet set{"jr sr ii iii iv phd ph.d md m.d esq mba cpa dds rn obe cbe kbe"};
  return set.contains(word);
}

bool isHonorific(std::string_view word) {
  static const WordSet set{
      "dr mr mrs ms miss mx prof professor sir dame lord lady rev reverend hon capt captain col "
      "colonel gen "
      "general lt sgt sen senator gov frau herr mme mlle madame monsieur don dona sheikh imam "
      "rabbi father "
      "sister brother"};
  return set.contains(word);
}

bool isCompanySuffix(std::string_view word) {
  static const WordSet set{
      "inc incorporated corp corporation co company ltd limited llc llp lp plc gmbh ag sa s.a sarl "
      "sas srl "
      "spa s.p.a bv b.v nv n.v oy ab as aps kg kk pty pvt pte se kft zrt doo sro d.o.o s.r.o o.o "
      "sdn bhd"};
  return set.contains(word);
}

bool isCompanyWord(std::string_view word) {
  static const WordSet set{
      "bank university college school institute foundation hospital clinic group holdings partners "
      "ventures "
      "capital industries enterprises systems technologies technology tech software solutions "
      "services "
      "consulting labs laboratories studio studios media agency associates brothers bros airlines "
      "airways "
      "motors energy electric electronics pharma pharmaceuticals insurance logistics foods "
      "beverages "
      "restaurant restaurants hotels society association council ministry department authority "
      "union club "
      "museum library church press publishing records pictures entertainment networks telecom "
      "communications dynamics robotics analytics therapeutics biotech health healthcare "
      "construction "
      "builders realty properties organization organisation federation agency committee commission "
      "trust fund alliance network center centre school academy hotel airline "
      " estates farms brewery winery bakery coffee cross"};
  return set.contains(word) || isCompanySuffix(word);
}

bool isGroupJoint(std::string_view word) {
  static const WordSet set{
      "sons son daughters partners co company associates brothers bros sisters gamble young jerry "
      "jerry's noble "
      "decker wesson poor poor's touche spencer fitch gabbana dreyfus whitney johnson smith "
      "mckenzie "
      "family friends crosse hartnett sullivan cromwell strauss arps bernstein lybrand"};
  return set.contains(word);
}

bool isAcronym(std::string_view word) {
  static const WordSet set{
      "ceo cto cfo coo cmo cio ciso cpo cro chro cdo cso cco clo cao cxo vp svp evp avp rvp md gm "
      "hr it pr qa "
      "ux ui ai ml sdr bdr ae csm pm sre dba r&d emea apac latam usa uk eu us smb ibm sap aws ups "
      "bbc cia fbi "
      "nasa hp ge aol amd usps un nyu mit ucla kpmg bmw at&t h&m pwc nbc cbs abc hbo cnn dhl nhs "
      "imf who nato "
      "ii iii iv"};
  return set.contains(word);
}

bool isEventWord(std::string_view word) {
  static const WordSet set{
      "conference conf event meeting meetup party lunch dinner breakfast brunch show tradeshow "
      "fair expo summit "
      "airport bar pub gym office webinar workshop coffee school wedding booth hotel restaurant "
      "cafe train "
      "plane flight convention congress seminar hackathon festival reception gala mixer concert "
      "game match "
      "park beach house home work drinks station supermarket store shop barbecue bbq picnic call "
      "demo "
      "launch networking session talk panel keynote course class training dinner exhibition forum "
      "symposium retreat offsite birthday lobby elevator beginning end"};
  return set.contains(word);
}

bool isTimeWord(std::string_view word) {
  static const WordSet set{
      "today yesterday tonight tomorrow monday tuesday wednesday thursday friday saturday sunday "
      "week month "
      "year morning afternoon evening night weekend noon january february march april june july "
      "august "
      "september october november december recently lately earlier ago again day hour minute "
      "minutes hours "
      "days weeks months moment while"};
  return set.contains(word);
}

const std::vector<std::string>* shorthand(std::string_view word) {
  auto found = shorthands.find(word);
  return found == shorthands.end() ? nullptr : &found->second;
}

int ordinal(std::string_view word) {
  static const std::unordered_map<std::string_view, int> names{
      {"first", 1},     {"second", 2},       {"third", 3},   {"fourth", 4},  {"fifth", 5},
      {"sixth", 6},     {"seventh", 7},      {"eighth", 8},  {"ninth", 9},   {"tenth", 10},
      {"eleventh", 11}, {"twelfth", 12},     {"last", -1},   {"latter", -1}, {"final", -1},
      {"former", 1},    {"penultimate", -2}, {"bottom", -1}, {"top", 1},     {"1st", 1},
      {"2nd", 2},       {"3rd", 3}};
  auto found = names.find(word);
  if (found != names.end()) return found->second;
  int value = 0;
  auto [end, error] = std::from_chars(word.data(), word.data() + word.size(), value);
  auto rest = std::string_view{end, static_cast<std::size_t>(word.data() + word.size() - end)};
  bool suffix = rest == "st" || rest == "nd" || rest == "rd" || rest == "th";
  return error == std::errc{} && suffix && value > 0 && value < 1000 ? value : 0;
}

int cardinal(std::string_view word) {
  static const std::unordered_map<std::string_view, int> names{
      {"one", 1},     {"two", 2},     {"three", 3},   {"four", 4},   {"five", 5},
      {"six", 6},     {"seven", 7},   {"eight", 8},   {"nine", 9},   {"ten", 10},
      {"eleven", 11}, {"twelve", 12}, {"couple", 2},  {"few", 3},    {"fifteen", 15},
      {"twenty", 20}, {"dozen", 12},  {"thirty", 30}, {"fifty", 50}, {"hundred", 100}};
  auto found = names.find(word);
  if (found != names.end()) return found->second;
  int value = 0;
  auto [end, error] = std::from_chars(word.data(), word.data() + word.size(), value);
  return error == std::errc{} && end == word.data() + word.size() && value > 0 && value < 100'000
             ? value
             : 0;
}

std::vector<std::string> baseForms(std::string_view word) {
  std::vector<std::string> forms{std::string{word}};
  auto cut = [&](std::size_t n) { return std::string{word.substr(0, word.size() - n)}; };
  auto addStem = [&](std::string stem) {
    if (stem.size() < 2) return;
    if (stem.size() > 2 && stem.back() == stem[stem.size() - 2])
      forms.push_back(stem.substr(0, stem.size() - 1));
    forms.push_back(stem + "e");
    forms.push_back(std::move(stem));
  };
  if (word.ends_with("ing") && word.size() > 5) addStem(cut(3));
  if (word.ends_with("ied") || word.ends_with("ies")) forms.push_back(cut(3) + "y");
  if (word.ends_with("ed") && word.size() > 4) addStem(cut(2));
  if (word.ends_with("es") && word.size() > 4) forms.push_back(cut(2));
  if (word.ends_with('s') && word.size() > 3) forms.push_back(cut(1));
  return forms;
}

}  // namespace parley::assistant::interpreter::words
