#include "features/assistant/interpreter/language/word_set.hpp"
#include "features/assistant/interpreter/language/words.hpp"

/// What job titles are made of.
namespace parley::assistant::interpreter::words {
bool isDepartment(std::string_view word) {
  static const WordSet set{
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
      "maintenance transport fleet warehouse distribution import export r & d resources"};
  return set.contains(word);
}

bool isTitleHead(std::string_view word) {
  static const WordSet set{
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
      "princess pope"};
  return set.contains(word);
}

bool isTitleModifier(std::string_view word) {
  static const WordSet set{
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
      "news sports copy managing technical-writer"};
  return set.contains(word);
}

bool isTitleStart(std::string_view word) {
  static const WordSet set{
      "head vp svp evp avp director chief vice president chair member lead manager dean"};
  return set.contains(word);
}

bool isExecutive(std::string_view word) {
  static const WordSet set{
      "ceo cto cfo coo cmo cio ciso cpo cro chro cdo cso cco founder cofounder co-founder owner "
      "co-owner "
      "president chairman chairwoman chairperson chair partner md gm mayor governor minister "
      "principal rector"};
  return set.contains(word);
}

}  // namespace parley::assistant::interpreter::words
