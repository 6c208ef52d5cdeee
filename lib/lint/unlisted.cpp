#include "lint/unlisted.h"

#include <algorithm>
#include <string_view>
#include <vector>

#include "lint/data.h"

namespace iamproof {

namespace {

struct Unlisted {
  std::string_view action;
  Glob resources;
};

const std::vector<Unlisted>& table() {
  static const std::vector<Unlisted> rows = [] {
    std::vector<Unlisted> out;
    for (const DataRow& row : data_rows("unlisted-resources")) out.push_back({row[0], Glob(row[1])});
    return out;
  }();
  return rows;
}

bool names_one_of(const ResourceElement& named, const Glob& resources) {
  return !named.negated && std::any_of(named.patterns.begin(), named.patterns.end(), [&](const ResourcePattern& each) {
    return !disjoint(each.pattern.glob, resources);
  });
}

}  // namespace

bool works_on_unlisted(const Catalogue& catalogue, ActionId action, const CompiledStatement& statement) {
  return std::any_of(table().begin(), table().end(), [&](const Unlisted& row) {
    return catalogue.find_action(row.action) == action && names_one_of(statement.resources, row.resources);
  });
}

bool works_on_unlisted(const Catalogue& catalogue, const CompiledStatement& statement) {
  return std::any_of(table().begin(), table().end(), [&](const Unlisted& row) {
    const auto action = catalogue.find_action(row.action);
    return action && statement.actions.catalogue.contains(*action) && names_one_of(statement.resources, row.resources);
  });
}

}  // namespace iamproof
