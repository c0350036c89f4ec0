#include "features/assistant/interpreter/test_support/workbench.hpp"

/// Words of contacts and organizations, for tests that know no other feature.
namespace parley::assistant::interpreter::testing {
namespace {

using operations::EntityWords;
using Kind = operations::FieldWords::Kind;

EntityWords contactWords() {
  EntityWords words;
  words.type = "contact";
  words.singular = {"contact",
                    "person",
                    "individual",
                    "client",
                    "customer",
                    "lead",
                    "prospect",
                    "colleague",
                    "coworker",
                    "co-worker",
                    "friend",
                    "acquaintance",
                    "connection",
                    "contact person",
                    "contact record",
                    "contact entry",
                    "contact card",
                    "business contact",
                    "human",
                    "guy",
                    "lady",
                    "woman",
                    "man",
                    "gentleman",
                    "key contact",
                    "contacts entry",
                    "supplier contact",
                    "team member"};
  words.plural = {"contacts",      "people",         "persons",         "individuals",
                  "clients",       "customers",      "leads",           "prospects",
                  "colleagues",    "coworkers",      "co-workers",      "friends",
                  "acquaintances", "connections",    "contact records", "contact entries",
                  "contact list",  "address book",   "rolodex",         "business contacts",
                  "guys",          "ladies",         "women",           "men",
                  "folks",         "contact people", "team members",    "contact book"};
  words.fields = {
      {.field = "name",
       .kind = Kind::name,
       .words = {"name", "full name", "names", "last name", "surname", "first name", "family name",
                 "given name"}},
      {.field = "email",
       .kind = Kind::email,
       .words = {"email", "e-mail", "mail", "email address", "e-mail address", "mail address",
                 "emails", "e-mails", "email addresses", "email id", "e mail", "email adress",
                 "mail id", "work email", "work mail"}},
      {.field = "phone",
       .kind = Kind::phone,
       .words = {"phone",
                 "phone number",
                 "telephone",
                 "telephone number",
                 "tel",
                 "mobile",
                 "mobile number",
                 "mobile phone",
                 "cell",
                 "cell number",
                 "cellphone",
                 "cell phone",
                 "number",
                 "phones",
                 "phone numbers",
                 "contact number",
                 "mobile no",
                 "phone no",
                 "tel no",
                 "fone",
                 "handy",
                 "numbers",
                 "phone nr",
                 "direct line",
                 "direct number",
                 "landline",
                 "office number",
                 "work number",
                 "work phone",
                 "cell phone number",
                 "mobile phone number",
                 "ph",
                 "digits",
                 "telephone numbers"}},
      {.field = "job_position",
       .kind = Kind::job_title,
       .words = {"job title", "title", "position", "job position", "role", "job", "job role",
                 "occupation", "profession", "designation", "titles", "job titles", "positions",
                 "roles", "function", "job description", "work title", "rank"}},
      {.field = "organization",
       .kind = Kind::reference,
       .words = {"organization", "organisation", "company", "employer", "firm", "workplace",
                 "organization name", "organisation name", "company name", "place of work",
                 "business", "org", "corporation", "work place", "affiliation", "companies",
                 "employers"},
       .refers_to = "organization"},
  };
  words.create_tool = "create_contact";
  words.find_tool = "find_contacts";
  words.get_tool = "get_contact";
  words.update_tool = "update_contact";
  words.delete_tool = "delete_contact";
  words.is_person = true;
  words.page = "/contacts";
  words.examples = {"Add Ada Park, CTO of Initech, ada@initech.com",
                    "Show my contacts from Initech", "Change Ada's phone number to +1 555 0100",
                    "Who has no email address?", "Delete Ada Park"};
  return words;
}

EntityWords organizationWords() {
  EntityWords words;
  words.type = "organization";
  words.singular = {"organization",
                    "organisation",
                    "company",
                    "firm",
                    "corporation",
                    "business",
                    "account",
                    "org",
                    "enterprise",
                    "startup",
                    "start-up",
                    "institution",
                    "organization record",
                    "company record",
                    "nonprofit",
                    "organization entry",
                    "company account",
                    "agency",
                    "supplier",
                    "vendor",
                    "business account",
                    "ngo",
                    "charity"};
  words.plural = {"organizations",
                  "organisations",
                  "companies",
                  "firms",
                  "corporations",
                  "businesses",
                  "accounts",
                  "orgs",
                  "enterprises",
                  "startups",
                  "start-ups",
                  "institutions",
                  "organization records",
                  "company records",
                  "nonprofits",
                  "agencies",
                  "suppliers",
                  "vendors",
                  "ngos",
                  "charities"};
  words.fields = {
      {.field = "name",
       .kind = Kind::name,
       .words = {"name", "company name", "organization name", "organisation name", "names"}},
      {.field = "description",
       .kind = Kind::text,
       .words = {"description", "summary", "notes", "desc", "tagline", "blurb", "descriptions"}},
      {.field = "industry",
       .kind = Kind::text,
       .words = {"industry", "sector", "branch", "line of business", "vertical", "field",
                 "industries", "market", "trade", "segment"}},
  };
  words.create_tool = "create_organization";
  words.find_tool = "find_organizations";
  words.get_tool = "get_organization";
  words.update_tool = "update_organization";
  words.delete_tool = "delete_organization";
  words.page = "/organizations";
  words.examples = {"Create the organization Initech in the software industry",
                    "List organizations in fintech", "Rename Initech to Initrode"};
  return words;
}

}  // namespace

std::vector<EntityWords> wordsForTests() {
  return {contactWords(), organizationWords()};
}

}  // namespace parley::assistant::interpreter::testing
