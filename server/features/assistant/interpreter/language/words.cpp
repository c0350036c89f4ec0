#include "features/assistant/interpreter/language/words.hpp"

#include <algorithm>
#include <charconv>
#include <unordered_map>
#include <unordered_set>

namespace parley::assistant::interpreter::words {
namespace {

using Set = std::unordered_set<std::string_view>;

/// Splits a literal at blanks once, at first use.
Set make(std::string_view text) {
  Set set;
  for (std::size_t at = 0; at < text.size();) {
    auto end = std::min(text.find_first_of(" \n", at), text.size());
    if (end > at) set.insert(text.substr(at, end - at));
    at = end + 1;
  }
  return set;
}

const std::unordered_map<std::string_view, std::vector<std::string>> shorthands{
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
  static const Set set = make(
      "dr mr mrs ms mx prof sr jr st inc corp co ltd llc bros rev hon capt col gen lt sgt gov sen "
      "rep pres "
      "dept univ assn mfg intl ph.d m.d b.a m.a esq ave no tel ext mt ft vs etc s.a s.p.a b.v n.v "
      "plc pty "
      "asst mgr dir eng exec");
  return set.contains(word);
}

bool takesIs(std::string_view word) {
  static const Set set =
      make("what who where how when which that there here he she it why name whose");
  return set.contains(word);
}

bool isPronoun(std::string_view word) {
  static const Set set = make("i you he she it we they who that there these those this");
  return set.contains(word);
}

bool isPersonPronoun(std::string_view word) {
  static const Set set = make("she he her him they them it");
  return set.contains(word);
}

bool isPossessivePronoun(std::string_view word) {
  static const Set set = make("her his their its");
  return set.contains(word);
}

bool isDeterminer(std::string_view word) {
  static const Set set =
      make("a an the this that these those my our your some another any all every each both");
  return set.contains(word);
}

bool isStop(std::string_view word) {
  static const Set set = make(
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
      "switched changed became retired died plays lives");
  return set.contains(word);
}

bool isParticle(std::string_view word) {
  static const Set set = make(
      "van von der den de del della di da das do dos du des la le las los el al bin ibn ben bint "
      "abu ter ten "
      "te zu zum zur af av y e i 't op het san dal dalla lo mac ap ab und");
  return set.contains(word);
}

bool isNameSuffix(std::string_view word) {
  static const Set set = make("jr sr ii iii iv phd ph.d md m.d esq mba cpa dds rn obe cbe kbe");
  return set.contains(word);
}

bool isHonorific(std::string_view word) {
  static const Set set = make(
      "dr mr mrs ms miss mx prof professor sir dame lord lady rev reverend hon capt captain col "
      "colonel gen "
      "general lt sgt sen senator gov frau herr mme mlle madame monsieur don dona sheikh imam "
      "rabbi father "
      "sister brother");
  return set.contains(word);
}

bool isCompanySuffix(std::string_view word) {
  static const Set set = make(
      "inc incorporated corp corporation co company ltd limited llc llp lp plc gmbh ag sa s.a sarl "
      "sas srl "
      "spa s.p.a bv b.v nv n.v oy ab as aps kg kk pty pvt pte se kft zrt doo sro");
  return set.contains(word);
}

bool isCompanyWord(std::string_view word) {
  static const Set set = make(
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
      " estates farms brewery winery bakery coffee cross");
  return set.contains(word) || isCompanySuffix(word);
}

bool isGroupJoint(std::string_view word) {
  static const Set set = make(
      "sons son daughters partners co company associates brothers bros sisters gamble young jerry "
      "jerry's noble "
      "decker wesson poor poor's touche spencer fitch gabbana dreyfus whitney johnson smith "
      "mckenzie "
      "family friends crosse hartnett sullivan cromwell strauss arps bernstein lybrand");
  return set.contains(word);
}

bool isDepartment(std::string_view word) {
  static const Set set = make(
      "sales marketing engineering product products operations ops finance hr human people talent "
      "legal it "
      "procurement purchasing design research r&d rd development business customer customers "
      "success support "
      "growth strategy strategic partnerships partner communications comms comm security data "
      "analytics "
      "quality qa manufacturing production logistics supply chain facilities accounting accounts "
      "compliance "
      "risk treasury recruiting recruitment learning education training programs programmes staff "
      "board "
      "public relations pr media content brand events field global international domestic national "
      "regional "
      "north south east west emea apac latam americas europe asia corporate investor investments "
      "account "
      "technology technical information systems infrastructure platform software hardware firmware "
      "mobile web "
      "frontend backend cloud devops devrel ai ml machine innovation digital ecommerce commercial "
      "retail "
      "merchandising pricing revenue sustainability privacy safety health environment internal "
      "external "
      "affairs government regulatory policy clinical medical nursing surgery science sciences "
      "admissions "
      "advancement enrollment student academic administration services service delivery project "
      "projects "
      "program portfolio process planning insights intelligence editorial creative art user "
      "experience ux ui "
      "inside outbound inbound enterprise mid-market smb channel alliances demand generation "
      "lifecycle "
      "maintenance transport fleet warehouse distribution import export r & d resources");
  return set.contains(word);
}

bool isTitleHead(std::string_view word) {
  static const Set set = make(
      "ceo cto cfo coo cmo cio ciso cpo cro chro cdo cso cco clo cao cxo vp svp evp avp rvp md gm "
      "sdr bdr ae "
      "csm pm sre dba president vice-president chairman chairwoman chairperson chair director "
      "manager "
      "supervisor engineer developer programmer designer analyst consultant head lead leader chief "
      "officer "
      "founder cofounder co-founder owner co-owner partner assistant secretary accountant lawyer "
      "attorney "
      "counsel architect scientist researcher professor teacher doctor physician nurse intern "
      "trainee "
      "associate specialist coordinator co-ordinator administrator admin representative rep agent "
      "buyer "
      "seller salesperson salesman saleswoman marketer recruiter executive principal producer "
      "editor writer "
      "journalist reporter technician mechanic electrician plumber chef cook driver pilot captain "
      "foreman "
      "clerk cashier receptionist controller comptroller treasurer investor advisor adviser "
      "strategist "
      "planner operator trader broker banker economist actuary auditor bookkeeper paralegal judge "
      "notary "
      "realtor dentist surgeon pharmacist therapist psychologist psychiatrist veterinarian dean "
      "provost "
      "rector lecturer student postdoc fellow librarian curator artist musician singer actor "
      "actress "
      "photographer illustrator animator composer conductor evangelist advocate ambassador "
      "diplomat minister "
      "senator mayor governor commissioner trustee freelancer contractor farmer builder carpenter "
      "welder "
      "machinist inspector surveyor geologist biologist chemist physicist mathematician "
      "statistician "
      "translator interpreter nanny tutor coach trainer instructor janitor cleaner guard soldier "
      "sergeant "
      "lieutenant detective paramedic firefighter florist baker butcher barista bartender waiter "
      "waitress "
      "host stylist hairdresser tailor jeweler merchant publisher copywriter promoter organizer "
      "organiser "
      "facilitator liaison dispatcher estimator appraiser underwriter adjuster negotiator mediator "
      "tester "
      "webmaster sysadmin strategist merchandiser concierge steward butler ranger optician midwife "
      "nutritionist dietitian radiologist cardiologist oncologist pediatrician gp entrepreneur "
      "superintendent "
      "archivist anthropologist sociologist philosopher linguist astronaut scout caretaker "
      "custodian "
      "bricklayer painter roofer sculptor publicist spokesperson spokeswoman spokesman "
      "secretary-general "
      "undersecretary attache consul chancellor principal headmaster headmistress registrar bursar "
      "cto-in-residence master owner-operator geschaftsfuhrer geschaftsfuhrerin directora "
      "directeur directrice gerente ingeniero "
      "ingeniera ingenieur leiter leiterin presidente president vorstand berater beraterin "
      "entwickler entwicklerin responsable jefe jefa "
      "direttore direttrice directrice verkaufsleiter projektleiter duke king queen prince "
      "princess pope");
  return set.contains(word);
}

bool isTitleStart(std::string_view word) {
  static const Set set =
      make("head vp svp evp avp director chief vice president chair member lead manager dean");
  return set.contains(word);
}

bool isTitleModifier(std::string_view word) {
  static const Set set = make(
      "senior sr junior jr principal staff lead chief deputy vice executive managing general "
      "assistant "
      "associate interim acting regional global national international group head co founding "
      "full-stack "
      "fullstack front-end back-end frontend backend full stack front back end sales marketing "
      "software "
      "hardware product project program account accounts business customer technical creative art "
      "data "
      "mechanical electrical civil chemical industrial nuclear aerospace biomedical structural "
      "medical "
      "financial legal office operations hr human resources it key quality research information "
      "systems "
      "network database security cloud devops machine learning ai ml ux ui web mobile ios android "
      "test qa "
      "production supply chain procurement purchasing logistics store shop plant factory warehouse "
      "real estate media social content brand digital community events public relations investor "
      "tax "
      "portfolio fund investment equity non-executive independent board graphic interior fashion "
      "industrial-design scrum agile release solutions sales-operations support success service "
      "talent "
      "recruiting recruitment training development growth revenue commercial corporate strategic "
      "policy "
      "communications compliance risk regulatory privacy procurement visiting adjunct "
      "assistant-to-the "
      "school high primary elementary math english history science physics chemistry biology "
      "police fire "
      "army navy air flight truck bus taxi head-of field area district territory country city "
      "state "
      "personal private executive-assistant night day shift team group-product chief-of-staff "
      "veterinary "
      "dental clinical registered nurse freelance independent former ex vice-president creative "
      "lab "
      "laboratory research hotel restaurant kitchen sous pastry bank branch insurance claims loan "
      "credit "
      "mortgage patent trial criminal corporate in-house party wedding event tour travel film "
      "music book "
      "news sports copy managing technical-writer");
  return set.contains(word);
}

bool isExecutive(std::string_view word) {
  static const Set set = make(
      "ceo cto cfo coo cmo cio ciso cpo cro chro cdo cso cco founder cofounder co-founder owner "
      "co-owner "
      "president chairman chairwoman chairperson chair partner md gm mayor governor minister "
      "principal rector");
  return set.contains(word);
}

bool isAcronym(std::string_view word) {
  static const Set set = make(
      "ceo cto cfo coo cmo cio ciso cpo cro chro cdo cso cco clo cao cxo vp svp evp avp rvp md gm "
      "hr it pr qa "
      "ux ui ai ml sdr bdr ae csm pm sre dba r&d emea apac latam usa uk eu us smb ibm sap aws ups "
      "bbc cia fbi "
      "nasa hp ge aol amd usps un nyu mit ucla kpmg bmw at&t h&m pwc nbc cbs abc hbo cnn dhl nhs "
      "imf who nato "
      "ii iii iv");
  return set.contains(word);
}

bool isEventWord(std::string_view word) {
  static const Set set = make(
      "conference conf event meeting meetup party lunch dinner breakfast brunch show tradeshow "
      "fair expo summit "
      "airport bar pub gym office webinar workshop coffee school wedding booth hotel restaurant "
      "cafe train "
      "plane flight convention congress seminar hackathon festival reception gala mixer concert "
      "game match "
      "park beach house home work drinks station supermarket store shop barbecue bbq picnic call "
      "demo "
      "launch networking session talk panel keynote course class training dinner exhibition forum "
      "symposium retreat offsite birthday lobby elevator beginning end");
  return set.contains(word);
}

bool isTimeWord(std::string_view word) {
  static const Set set = make(
      "today yesterday tonight tomorrow monday tuesday wednesday thursday friday saturday sunday "
      "week month "
      "year morning afternoon evening night weekend noon january february march april june july "
      "august "
      "september october november december recently lately earlier ago again day hour minute "
      "minutes hours "
      "days weeks months moment while");
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
