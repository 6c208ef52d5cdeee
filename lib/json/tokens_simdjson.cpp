// simdjson's DOM parser works in two stages; the first one finds the tokens and validates UTF-8 at several gigabytes
// per second. It is declared in the public header but meant for simdjson itself, so all use of it is in this file:
// `create_dom_parser_implementation`, `stage1`, `structural_indexes`. Tests and a fuzzer compare it with find_tokens.

#include <simdjson.h>

#include "json/tokens.h"

namespace iamproof::json {

static_assert(Source::padding >= simdjson::SIMDJSON_PADDING);

std::optional<Tokens> find_tokens_fast(const Source& source) {
  const std::string_view text = source.text();
  std::unique_ptr<simdjson::internal::dom_parser_implementation> stages;
  const simdjson::implementation& cpu = *simdjson::get_active_implementation();
  if (cpu.create_dom_parser_implementation(text.size(), 1, stages) != simdjson::SUCCESS) return std::nullopt;
  const auto* bytes = reinterpret_cast<const std::uint8_t*>(text.data());
  if (stages->stage1(bytes, text.size(), simdjson::stage1_mode::regular) != simdjson::SUCCESS) return std::nullopt;
  return Tokens{std::move(stages->structural_indexes), stages->n_structural_indexes, false};
}

}  // namespace iamproof::json
