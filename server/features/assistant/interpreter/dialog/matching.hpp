#pragma once

#include <string>
#include <string_view>
#include <vector>

/// Comparing what is asked for with what records hold, letter case, accents and punctuation aside.
namespace parley::assistant::interpreter {

/// The words of a text: letters and digits only, folded.
std::vector<std::string> comparable(std::string_view text);
std::string together(const std::vector<std::string>& words);
bool sameText(std::string_view a, std::string_view b);
/// Whether every word stands somewhere in the text.
bool allInside(const std::vector<std::string>& words, std::string_view text);
std::vector<std::string> withoutHonorifics(const std::vector<std::string>& words);
/// Without the small words, which people leave out or put in: "the fair in Oslo" is "Trade fair
/// Oslo".
std::vector<std::string> tellingWords(std::string_view text);
/// "Call Ada, Bob's offer and the invoice": the parts of a list of names.
std::vector<std::string> namesOf(const std::string& text);
/// "the project Onboarding" -> "Onboarding"
std::string withoutArticle(std::string text);
std::string digitsOf(std::string_view text);
/// Brings the ways of writing a job together: "VP" and "Vice President".
std::string plainTitle(std::string_view title);
/// Words for the tool's search: every one must be found, so only what surely is in the record.
std::string searchWords(std::string_view text);

}  // namespace parley::assistant::interpreter
