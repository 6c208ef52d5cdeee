#include "agree/pool.h"

#include <algorithm>

namespace agree {

using support::Json;
using support::Member;

std::vector<Json> statements_of(const Json& policy) {
  const Json& written = policy.at("Statement");
  return written.is(Json::Kind::array) ? written.items : std::vector<Json>{written};
}

Json with_statements(const Json& policy, std::vector<Json> statements) {
  Json out = policy;
  for (Member& member : out.members)
    if (member.name == "Statement") member.value = Json::array(std::move(statements));
  return out;
}

// ---- Variants ----

static Json& element(Json& statement, const std::string& name) {
  return std::find_if(statement.members.begin(), statement.members.end(),
                      [&](const Member& member) { return member.name == name; })
      ->value;
}

// One statement more, one less, one of another document, or one with the other effect. Never none.
static Json variant(Random& random, Documents& documents, const Json& policy, const Json& other) {
  std::vector<Json> statements = statements_of(policy);
  const std::size_t at = random.below(statements.size());
  switch (random.below(5)) {
    case 0:
      if (statements.size() > 1) {
        statements.erase(statements.begin() + static_cast<std::ptrdiff_t>(at));
        break;
      }
      [[fallthrough]];
    case 1:
      statements.push_back(statements_of(documents.policy(1)).front());
      break;
    case 2:
      statements[at] = random.one_of(statements_of(other));
      break;
    case 3:
      statements.push_back(random.one_of(statements_of(other)));
      break;
    default: {
      Json& effect = element(statements[at], "Effect");
      effect = Json::string(effect.text == "Allow" ? "Deny" : "Allow");
    }
  }
  if (statements.size() > 6) statements.resize(6);
  return with_statements(policy, std::move(statements));
}

std::vector<Json> make_pool(Random& random, const Flavour& flavour, std::size_t count) {
  Documents documents(random, flavour);
  std::vector<Json> pool;
  while (pool.size() < count) {
    if (pool.empty() || random.percent(25))
      pool.push_back(documents.policy(random.between(1, 4)));
    else
      pool.push_back(variant(random, documents, random.one_of(pool), random.one_of(pool)));
  }
  return pool;
}

// ---- The same in other words ----

static void shuffle(Random& random, std::vector<Json>& list) {
  list = random.some_of(std::move(list), list.size());
}

// The statement once for each text of a list, if that means the same: what is listed is joined by OR.
static std::vector<Json> split(Random& random, const Json& statement) {
  const std::string name = random.percent(50) ? "Action" : "Resource";
  const Json* list = statement.find(name);
  if (!list || !list->is(Json::Kind::array) || list->items.empty()) return {statement};
  std::vector<Json> out;
  for (const Json& text : list->items) {
    out.push_back(statement);
    element(out.back(), name) = text;
  }
  return out;
}

static void rewrite_list(Random& random, Json& value) {
  if (value.is(Json::Kind::array)) {
    shuffle(random, value.items);
    if (value.items.size() == 1 && random.percent(50)) {
      Json only = value.items.front();
      value = std::move(only);
    }
  } else if (random.percent(50)) {
    value = Json::array({value});
  }
}

static void rewrite(Random& random, Json& statement) {
  std::vector<Member>& members = statement.members;
  members.erase(std::remove_if(members.begin(), members.end(), [](const Member& m) { return m.name == "Sid"; }),
                members.end());
  for (Member& member : members) {
    if (member.name == "Effect") continue;
    if (member.name != "Condition") {
      rewrite_list(random, member.value);
      continue;
    }
    for (Member& op : member.value.members)
      for (Member& key : op.value.members) rewrite_list(random, key.value);
  }
  std::rotate(members.begin(), members.begin() + static_cast<std::ptrdiff_t>(random.below(members.size())),
              members.end());
}

Json rewritten(Random& random, const Json& policy) {
  std::vector<Json> out;
  for (const Json& statement : statements_of(policy))
    for (Json& part : split(random, statement)) {
      rewrite(random, part);
      out.push_back(std::move(part));
    }
  shuffle(random, out);
  return with_statements(policy, std::move(out));
}

}  // namespace agree
