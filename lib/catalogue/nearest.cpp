#include "catalogue/nearest.h"

#include <algorithm>
#include <array>
#include <string>

#include "catalogue/find.h"
#include "catalogue/fold.h"

// A wrong action name is mostly right: a slip in a name of the right service (s3:GetObjects), a slip in the prefix
// (dynamo:GetItem), or a right name under a wrong service (ec2:GetObject). Only these are looked at, so that a
// suggestion costs microseconds and not a comparison with every name there is.

namespace iamproof {
namespace {

constexpr std::size_t longest = 128;

/// How many slips still look like one name: more in a long one.
std::size_t tolerance(std::string_view name) {
  return 1 + name.size() / 5;
}

struct Candidate {
  std::size_t distance;
  std::size_t service_size;  ///< of two as near, the one of the larger service is likelier meant
  std::string_view name;
};

std::size_t service_size(const Block& block, ServiceId id) {
  return block.services[id + 1].first_action - block.services[id].first_action;
}

std::vector<std::string_view> best(std::vector<Candidate> candidates, std::size_t limit) {
  std::sort(candidates.begin(), candidates.end(), [](const Candidate& a, const Candidate& b) {
    if (a.distance != b.distance) return a.distance < b.distance;
    return a.service_size != b.service_size ? a.service_size > b.service_size : a.name < b.name;
  });
  std::vector<std::string_view> names;
  for (const Candidate& candidate : candidates) {
    if (names.size() == limit) break;
    if (std::find(names.begin(), names.end(), candidate.name) == names.end()) names.push_back(candidate.name);
  }
  return names;
}

void add_near_in_service(const Block& block, ServiceId service, std::string_view name, std::size_t penalty,
                         std::vector<Candidate>& candidates) {
  const std::size_t skipped = block.string(block.services[service].prefix).size() + 1;
  const std::size_t limit = tolerance(name);
  const std::size_t size = service_size(block, service);
  for (ActionId id = block.services[service].first_action; id < block.services[service + 1].first_action; ++id) {
    const std::size_t distance = edit_distance(name, block.folded_name(id).substr(skipped), limit);
    if (distance <= limit) candidates.push_back({distance + penalty, size, block.name(id)});
  }
}

void add_same_name_elsewhere(const Block& block, std::string_view name, std::size_t penalty,
                             std::vector<Candidate>& candidates) {
  std::string full;
  for (ServiceId id = 0; id + 1 < block.services.size(); ++id) {
    full.assign(block.string(block.services[id].prefix)).append(":").append(name);
    const auto action = find_action(block, full);
    if (action) candidates.push_back({penalty, service_size(block, id), block.name(*action)});
  }
}

/// What identifies a key: all of it, or of a template what comes before its variable part.
std::string_view fixed_part(std::string_view key) {
  const auto variable = variable_part(key);
  return variable ? key.substr(0, variable->begin) : key;
}

/// "aws:RequestTags/team" may be meant for a template: the part to compare with is "aws:RequestTags/".
std::string_view up_to_last_separator(std::string_view name) {
  return name.substr(0, name.find_last_of(":/") + 1);
}

}  // namespace

std::size_t edit_distance(std::string_view a, std::string_view b, std::size_t limit) {
  const std::size_t difference = a.size() > b.size() ? a.size() - b.size() : b.size() - a.size();
  if (difference > limit || a.size() > longest || b.size() > longest) return limit + 1;
  // Rows of the table of distances between beginnings of `a` and beginnings of `b`: the one before the last, the last
  // and the current one.
  std::array<std::array<std::uint8_t, longest + 1>, 3> rows{};  // no distance is more than `longest`
  for (std::size_t j = 0; j <= b.size(); ++j) rows[0][j] = static_cast<std::uint8_t>(j);
  for (std::size_t i = 1; i <= a.size(); ++i) {
    auto& row = rows[i % 3];
    const auto& last = rows[(i + 2) % 3];
    const auto& before_last = rows[(i + 1) % 3];
    row[0] = static_cast<std::uint8_t>(i);
    std::size_t least = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const bool same = fold(a[i - 1]) == fold(b[j - 1]);
      std::size_t distance = std::min({last[j] + 1U, row[j - 1] + 1U, last[j - 1] + (same ? 0U : 1U)});
      const bool swapped = i > 1 && j > 1 && fold(a[i - 1]) == fold(b[j - 2]) && fold(a[i - 2]) == fold(b[j - 1]);
      if (swapped) distance = std::min<std::size_t>(distance, before_last[j - 2] + 1U);
      row[j] = static_cast<std::uint8_t>(distance);
      least = std::min(least, distance);
    }
    if (least > limit + 1) return limit + 1;  // a swap can still come back by one
  }
  return std::min<std::size_t>(rows[a.size() % 3][b.size()], limit + 1);
}

std::vector<std::string_view> nearest_actions(const Block& block, std::string_view name, std::size_t limit) {
  if (name.size() > longest) return {};
  const std::size_t colon = name.find(':');
  const std::string_view prefix = colon == std::string_view::npos ? "" : name.substr(0, colon);
  const std::string_view bare = colon == std::string_view::npos ? name : name.substr(colon + 1);
  std::vector<Candidate> candidates;
  if (const auto service = find_service(block, prefix)) {
    add_near_in_service(block, *service, bare, 0, candidates);
    if (!candidates.empty()) return best(std::move(candidates), limit);
  }
  constexpr std::size_t prefix_tolerance = 2;
  for (ServiceId id = 0; id + 1 < block.services.size(); ++id) {
    const std::string_view other = block.string(block.services[id].prefix);
    const std::size_t distance = edit_distance(prefix, other, prefix_tolerance);
    if (distance > 0 && distance <= prefix_tolerance && distance < other.size()) {
      add_near_in_service(block, id, bare, distance, candidates);
    }
  }
  add_same_name_elsewhere(block, bare, prefix_tolerance + 1, candidates);
  return best(std::move(candidates), limit);
}

std::vector<std::string_view> nearest_keys(const Block& block, std::string_view name, std::size_t limit) {
  if (name.size() > longest) return {};
  std::vector<Candidate> candidates;
  for (const KeyRow& row : block.keys) {
    const std::string_view key = block.string(row.name);
    const std::string_view fixed = fixed_part(key);
    const std::string_view written = fixed.size() == key.size() ? name : up_to_last_separator(name);
    const std::size_t allowed = tolerance(written);
    // A key of another service is a step further away.
    const bool same_service = equal_folded(name.substr(0, name.find(':')), key.substr(0, key.find(':')));
    const std::size_t distance = edit_distance(written, fixed, allowed) + (same_service ? 0 : 1);
    if (distance <= allowed) candidates.push_back({distance, 0, key});
  }
  return best(std::move(candidates), limit);
}

}  // namespace iamproof
