// Certain is what leaves no second reading: one name is a slip away, no other is, and what is written is not half of
// another name. AWS's own policies had most of these slips; where a later version of theirs put one right, it wrote the
// name that is found here.
#include "lint/meant.h"

#include <algorithm>
#include <cstdint>
#include <iterator>
#include <string>
#include <utility>
#include <vector>

#include "catalogue/nearest.h"
#include "support/text.h"

namespace iamproof {

namespace {

constexpr std::size_t fewest_letters = 6;  // a slip in a short name may be any name

/// What a name has of these, in its order.
template <class Wanted>
std::string only(std::string_view name, Wanted wanted) {
  std::string out;
  std::copy_if(name.begin(), name.end(), std::back_inserter(out), wanted);
  return out;
}

/// The length of "s3:".
std::size_t prefix_length(std::string_view name) {
  return name.find(':') + 1;
}

/// The first word of a name after its prefix: "List" of "s3:ListObjectsV2".
std::string_view verb_of(std::string_view action) {
  const std::string_view name = action.substr(prefix_length(action));
  if (name.empty()) return name;
  const auto end = std::find_if(name.begin() + 1, name.end(), [](char c) { return c < 'a' || c > 'z'; });
  return name.substr(0, static_cast<std::size_t>(end - name.begin()));
}

/// What follows the verb.
std::string_view object_of(std::string_view action) {
  return action.substr(prefix_length(action) + verb_of(action).size());
}

/// Verbs that are taken for each other.
enum class VerbKind : std::uint8_t { other, reading, writing, removing };

VerbKind kind_of(std::string_view verb) {
  static constexpr std::pair<std::string_view, VerbKind> verbs[] = {
      {"get", VerbKind::reading},    {"list", VerbKind::reading},    {"describe", VerbKind::reading},
      {"search", VerbKind::reading}, {"put", VerbKind::writing},     {"create", VerbKind::writing},
      {"update", VerbKind::writing}, {"modify", VerbKind::writing},  {"set", VerbKind::writing},
      {"add", VerbKind::writing},    {"delete", VerbKind::removing}, {"remove", VerbKind::removing}};
  for (const auto& [name, kind] : verbs) {
    if (equal_folded(verb, name)) return kind;
  }
  return VerbKind::other;
}

/// Whether the service has what is written under a verb that is as good: iam:GetInstanceProfiles may be a slip for
/// iam:GetInstanceProfile, but iam:ListInstanceProfiles is an action too.
bool has_other_verb(const Catalogue& catalogue, std::string_view action) {
  const auto id = catalogue.find_service(action.substr(0, prefix_length(action) - 1));
  if (!id) return false;
  const VerbKind kind = kind_of(verb_of(action));
  if (kind == VerbKind::other) return false;
  const ServiceInfo service = catalogue.service(*id);
  for (std::uint32_t i = 0; i < service.action_count; ++i) {
    const std::string_view name = catalogue.action_name(service.first_action + i);
    if (kind_of(verb_of(name)) == kind && equal_folded(object_of(name), object_of(action))) return true;
  }
  return false;
}

/// The nearest of these, sorted so, if it has the same prefix and is the only one that is a slip away.
std::string_view only_slip(const std::vector<std::string_view>& nearest, std::string_view written) {
  const std::size_t prefix = prefix_length(written);
  if (nearest.empty() || written.size() < prefix + fewest_letters) return {};
  if (!equal_folded(nearest[0].substr(0, prefix), written.substr(0, prefix))) return {};
  if (!is_slip(written, nearest[0]) || (nearest.size() > 1 && is_slip(written, nearest[1]))) return {};
  return nearest[0];
}

}  // namespace

bool is_slip(std::string_view written, std::string_view name) {
  const auto is_digit = [](char c) { return c >= '0' && c <= '9'; };
  const auto is_joined = [](char c) { return c != '-' && c != '_'; };
  if (only(written, is_digit) != only(name, is_digit)) return false;
  return edit_distance(written, name, 1) <= 1 || equal_folded(only(written, is_joined), only(name, is_joined));
}

std::string_view action_meant(const Catalogue& catalogue, std::string_view action) {
  const std::string_view name = only_slip(catalogue.nearest_actions(action), action);
  const bool slip_in_verb = !equal_folded(verb_of(action), verb_of(name));
  return slip_in_verb || !has_other_verb(catalogue, action) ? name : std::string_view();
}

std::string_view action_meant_by_operation(const Catalogue& catalogue, std::string_view operation) {
  const std::string_view action = catalogue.action_for_operation(operation);
  const std::size_t prefix = prefix_length(operation);
  const bool is_of_kind =
      equal_folded(action.substr(0, prefix), operation.substr(0, prefix)) && verb_of(action) == verb_of(operation);
  return is_of_kind ? action : std::string_view();
}

std::string_view action_under(const Catalogue& catalogue, std::string_view prefix, std::string_view action) {
  const std::string full = std::string(prefix).append(":").append(action.substr(prefix_length(action)));
  const auto id = catalogue.find_action(full);
  return id ? catalogue.action_name(*id) : std::string_view();
}

std::string_view key_meant(const Catalogue& catalogue, std::string_view key) {
  const std::string_view name = only_slip(catalogue.nearest_keys(key), key);
  return name.find("${") == std::string_view::npos ? name : std::string_view();
}

}  // namespace iamproof
