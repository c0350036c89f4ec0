#include "features/organizations/organization_words.hpp"

namespace parley::organizations {

using operations::EntityWords;
using Kind = operations::FieldWords::Kind;

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

}  // namespace parley::organizations
