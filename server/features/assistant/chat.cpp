#include "features/assistant/chat.hpp"

namespace parley::assistant {

ChatUsage& operator+=(ChatUsage& sum, const language_model::Usage& usage) {
  sum.input_tokens += usage.input_tokens;
  sum.cache_read_tokens += usage.cache_read_tokens;
  sum.cache_write_tokens += usage.cache_write_tokens;
  sum.output_tokens += usage.output_tokens;
  return sum;
}

}  // namespace parley::assistant
