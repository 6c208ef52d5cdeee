// An operator stands once in a Condition, with all its keys. So there are four cases:
//
//                      `op` is not there                     `op` is there
//   the key is alone   its name is written for the other's   its block takes the key in, the other goes
//   it has company     a block is put in front, the key      its block takes the key in, the key goes
//                      goes
#include "lint/move_condition.h"

#include <algorithm>

#include <fmt/format.h>

#include "finding/fix.h"
#include "support/text.h"

namespace iamproof {

namespace {

/// The name of the operator's block, be it empty.
std::optional<Span> find_operator(const Statement& statement, std::string_view op) {
  for (const Condition& condition : statement.conditions) {
    if (condition.op.text == op) return condition.op.span;
  }
  for (const Text& empty : statement.empty_operators) {
    if (empty.text == op) return empty.span;
  }
  return std::nullopt;
}

/// The object that a member of this name has as its value.
Span object_of(const Source& source, Span name) {
  const auto brace = static_cast<std::uint32_t>(source.text().find('{', name.end));
  return {brace, fix::member_of_key(source, name).end};
}

}  // namespace

std::optional<std::vector<Edit>> under_operator(const Source& source, const Statement& statement,
                                                const Condition& condition, std::string_view op,
                                                const std::string& json) {
  const std::vector<Condition>& all = statement.conditions;
  const bool has_key = std::any_of(all.begin(), all.end(), [&](const Condition& other) {
    return other.op.text == op && equal_folded(other.key.text, condition.key.text);
  });
  if (has_key) return std::nullopt;
  const bool is_alone = std::count_if(all.begin(), all.end(),
                                      [&](const Condition& other) { return other.op.text == condition.op.text; }) == 1;
  const auto block = find_operator(statement, op);
  if (is_alone && !block) return {{fix::write_string(condition.op.span, op), fix::write(condition.span, json)}};
  const Span left_out = fix::member_of_key(source, is_alone ? condition.op.span : condition.key.span);
  const Edit removed = fix::remove(source, left_out);
  if (block) return {{fix::insert_member(source, object_of(source, *block), condition.key.text, json), removed}};
  const std::string own_block = fmt::format("{{{}: {}}}", fix::quoted(condition.key.text), json);
  return {{fix::insert_member(source, object_of(source, *statement.condition_key), op, own_block), removed}};
}

}  // namespace iamproof
