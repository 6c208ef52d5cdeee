#include "lint/conditions.h"

namespace iamproof {

bool has_free_part(const KeyInfo& key) {
  return key.name.ends_with('}') || key.name.ends_with('>') || key.name.ends_with("/tag-key");
}

std::string_view prefix_of_key(std::string_view key) {
  const std::size_t colon = key.find(':');
  return colon == std::string_view::npos ? std::string_view() : key.substr(0, colon);
}

bool is_negated(const OperatorName& op) {
  return op.base.find("Not") != std::string_view::npos;
}

bool ignores_case(const OperatorName& op) {
  return op.base.ends_with("IgnoreCase");
}

bool takes_patterns(const OperatorName& op) {
  return op.family == OperatorFamily::arn || op.base.ends_with("Like");
}

bool is_literal(const OperatorName& op, std::string_view text) {
  return !has_variable(text) && (!takes_patterns(op) || find_wildcard(text) == std::string_view::npos);
}

std::size_t find_wildcard(std::string_view text, std::size_t from) {
  for (std::size_t i = from; i < text.size(); ++i) {
    if (text[i] == '*' || text[i] == '?') return i;
    if (!text.substr(i).starts_with("${")) continue;
    i = text.find('}', i);
    if (i == std::string_view::npos) break;
  }
  return std::string_view::npos;
}

}  // namespace iamproof
