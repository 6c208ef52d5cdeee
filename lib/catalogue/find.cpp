#include "catalogue/find.h"

#include <algorithm>

#include "catalogue/fold.h"

namespace iamproof {
namespace {

/// The first template that has exactly `before` before its variable part.
std::optional<std::uint32_t> find_template_group(const Block& block, std::string_view before) {
  return probe(block.template_slots, hash_folded(before), [&](std::uint32_t row) {
    const TemplateRow& found = block.templates[row];
    return found.before == before.size() &&
           equal_folded(block.string(block.keys[found.key].name).substr(0, found.before), before);
  });
}

bool same_group(const Block& block, const TemplateRow& a, const TemplateRow& b) {
  return a.before == b.before && equal_folded(block.string(block.keys[a.key].name).substr(0, a.before),
                                              block.string(block.keys[b.key].name).substr(0, b.before));
}

/// Whether `name`, which begins as the template does, also ends as it does, with at least one character between.
bool ends_as(const Block& block, const TemplateRow& row, std::string_view name) {
  const std::string_view key = block.string(block.keys[row.key].name);
  return name.size() > std::size_t{row.before} + row.after &&
         equal_folded(name.substr(name.size() - row.after), key.substr(key.size() - row.after));
}

std::optional<std::uint32_t> find_template(const Block& block, std::string_view name) {
  // The text before a variable part ends in a sign such as "/", so few lengths of it come into question.
  constexpr std::size_t longest = 256;
  for (std::size_t size = std::min(name.size(), longest); size > 0; --size) {
    const char last = fold(name[size - 1]);
    if ((last >= 'a' && last <= 'z') || (last >= '0' && last <= '9')) continue;
    const auto first = find_template_group(block, name.substr(0, size));
    if (!first) continue;
    for (std::size_t i = *first; i < block.templates.size(); ++i) {
      if (!same_group(block, block.templates[*first], block.templates[i])) break;
      if (ends_as(block, block.templates[i], name)) return block.templates[i].key;
    }
  }
  return std::nullopt;
}

}  // namespace

std::optional<ActionId> find_action(const Block& block, std::string_view name) {
  return probe(block.action_slots, hash_folded(name),
               [&](ActionId id) { return equal_folded(block.folded_name(id), name); });
}

std::optional<ServiceId> find_service(const Block& block, std::string_view prefix) {
  return probe(block.service_slots, hash_folded(prefix),
               [&](ServiceId id) { return equal_folded(block.string(block.services[id].prefix), prefix); });
}

std::optional<std::uint32_t> find_key(const Block& block, std::string_view name) {
  const auto exact = probe(block.key_slots, hash_folded(name),
                           [&](std::uint32_t row) { return equal_folded(block.string(block.keys[row].name), name); });
  return exact ? exact : find_template(block, name);
}

std::optional<std::uint32_t> find_operation(const Block& block, std::string_view name) {
  return probe(block.operation_slots, hash_folded(name),
               [&](std::uint32_t row) { return equal_folded(block.string(block.operations[row].name), name); });
}

}  // namespace iamproof
