#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

/// Closed classes of English words. All take and hold folded words.
namespace parley::assistant::interpreter::words {

bool isAbbreviation(std::string_view word);       ///< keeps its period: `dr`, `inc`
bool takesIs(std::string_view word);              ///< `what's`, `she's`: the 's is "is"
bool isPronoun(std::string_view word);            ///< i, you, she, ...
bool isPersonPronoun(std::string_view word);      ///< she, him, them, ...: may stand for a person
bool isPossessivePronoun(std::string_view word);  ///< her, his, their, its
bool isDeterminer(std::string_view word);         ///< a, the, this, my, ...
bool isStop(std::string_view word);               ///< cannot be part of a name typed in lower case
bool isParticle(std::string_view word);           ///< van, de, bin: lower case inside a name
/// Begins with an upper-case letter, behind the particle of a name as well: `al-Sayed`, `d'Angelo`.
bool isCapital(std::string_view word);
bool isNameSuffix(std::string_view word);     ///< jr, iii, phd
bool isHonorific(std::string_view word);      ///< dr, prof, mrs
bool isCompanySuffix(std::string_view word);  ///< inc, gmbh, ltd
bool isCompanyWord(
    std::string_view word);  ///< bank, university, foundation: ends an organization's name
bool isGivenName(
    std::string_view word);  ///< common first names, so that they are not taken for typing errors
bool isGroupJoint(std::string_view word);     ///< after "and" inside a company name: sons, partners
bool isDepartment(std::string_view word);     ///< sales, engineering: `VP of Sales`
bool isTitleHead(std::string_view word);      ///< ends a job title: engineer, ceo
bool isTitleStart(std::string_view word);     ///< begins one: head, vp, director, chief
bool isTitleModifier(std::string_view word);  ///< senior, deputy, regional
bool isExecutive(std::string_view word);      ///< titles after which "of" names the organization
bool isAcronym(std::string_view word);        ///< written in capitals: ceo, vp, hr
/// A city or a country, with `_` between words.
bool isPlaceName(std::string_view name);
bool isEventWord(std::string_view word);  ///< conference, lunch: "at" does not name an employer
bool isTimeWord(std::string_view word);   ///< today, monday, recently

bool isQuestionTail(std::string_view norm);  ///< after what is asked for: "do I have", "on file"
bool isAssignment(std::string_view norm);    ///< between a field and its new value: to, is, should
bool isOwnerPreposition(std::string_view norm);  ///< between a field and whose it is: of, for
bool isValueConnector(std::string_view norm);    ///< between a field and its value in a description
bool isAffiliation(std::string_view norm);       ///< before an employer: at, from, with
bool startsPredicate(std::string_view norm);     ///< works, is, joined
bool isAnyPerson(std::string_view norm);         ///< everyone, somebody: people, but no name
bool isSystemWord(std::string_view norm);        ///< crm, list, database: where records are kept

/// `whats` -> what is, `pls` -> please; nullptr when there is none.
const std::vector<std::string>* shorthand(std::string_view word);

/// 1 for first, 2 for second, -1 for last; 0 for none. Digits with or without ending count.
int ordinal(std::string_view word);
/// two -> 2, 12 -> 12; 0 for none.
int cardinal(std::string_view word);

/// Regular forms brought to the base form: `adding` -> `add`, `contacts` -> `contact` is not done
/// here. All base forms that `word` may be an inflection of, itself first.
std::vector<std::string> baseForms(std::string_view word);

}  // namespace parley::assistant::interpreter::words
