#include "features/assistant/interpreter/test_support/workbench.hpp"
#include "features/contacts/contact_words.hpp"
#include "features/organizations/organization_words.hpp"
#include "features/projects/project_words.hpp"
#include "features/tasks/task_words.hpp"

namespace parley::assistant::interpreter::testing {

std::vector<EntityWords> wordsForTests() {
  return {contacts::contactWords(), organizations::organizationWords(), projects::projectWords(),
          tasks::taskWords()};
}

}  // namespace parley::assistant::interpreter::testing
