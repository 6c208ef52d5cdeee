#include "agree/set_claims.h"

#include <algorithm>

#include "agree/documents.h"

namespace agree {

using support::Json;
using support::Member;

namespace {

// The statements of one part, or of one of its levels.
struct Layer {
  std::vector<Json> statements;
};

void add_statements(const Json& json, Layer& layer) {
  for (const Json& item : json.items) add_statements(item, layer);
  if (const Json* list = json.find("Statement"))
    layer.statements.insert(layer.statements.end(), list->items.begin(), list->items.end());
}

std::vector<Layer> layers_of(const Json& world) {
  std::vector<Layer> layers;
  for (const auto& [name, part] : world.at("policies").members) {
    const bool leveled = name == "scp" || name == "rcp";
    const std::vector<Json> levels = leveled ? part.items : std::vector<Json>{part};
    for (const Json& level : levels) {
      layers.emplace_back();
      add_statements(level, layers.back());
      if (layers.back().statements.empty()) layers.pop_back();
    }
  }
  return layers;
}

bool is_allow(const Json& statement) {
  return statement.at("Effect").text == "Allow";
}

Json in_json(const std::string& op, const std::string& key, const std::string& value) {
  Json keys = Json::object();
  keys.add(key, Json::string(value));
  Json condition = Json::object();
  condition.add(op, std::move(keys));
  return condition;
}

// A statement of a region is one of a policy without Effect and principals.
Json as_region(const Json& statement) {
  Json region = Json::object();
  for (const Member& member : statement.members)
    if (member.name != "Effect" && member.name != "Principal" && member.name != "NotPrincipal")
      region.add(member.name, member.value);
  return region;
}

class Claims {
 public:
  Claims(Random& random, const Sets& sets, const Json& world)
      : random_(random), sets_(sets), layers_(layers_of(world)) {}

  Json claim() {
    static const std::vector<std::string> kinds = {"never-allowed", "always-denied", "always-allowed", "only-within"};
    const std::string& kind = random_.one_of(kinds);
    Json claim = Json::object();
    claim.add("id", Json::string("claim"));
    claim.add("claim", Json::string(kind));
    claim.add("region", random_.percent(kind == "only-within" ? 60 : 20) ? allows_of_a_layer() : statements(kind));
    return claim;
  }

 private:
  // What a whole layer allows: it bounds the set, if everybody needs that layer.
  Json allows_of_a_layer() {
    Json region = Json::array();
    if (!layers_.empty())
      for (const Json& statement : random_.one_of(layers_).statements)
        if (is_allow(statement) && !random_.percent(8)) region.items.push_back(near(statement, 15));
    if (region.items.empty()) region.items.push_back(fresh());
    return region;
  }

  Json statements(const std::string& kind) {
    Json region = Json::array();
    for (std::size_t i = random_.percent(70) ? 1 : 2; i > 0; --i) {
      const Json* own = random_.percent(65) ? own_statement(kind == "always-allowed") : nullptr;
      region.items.push_back(own ? near(*own, 50) : fresh());
    }
    return region;
  }

  // Of the effect that the claim is about, if there is one.
  const Json* own_statement(bool allow) {
    std::vector<const Json*> all;
    for (const Layer& layer : layers_)
      for (const Json& statement : layer.statements)
        if (is_allow(statement) == allow || random_.percent(25)) all.push_back(&statement);
    return all.empty() ? nullptr : random_.one_of(all);
  }

  Json near(const Json& statement, unsigned chance_of_change) {
    Json region = as_region(statement);
    if (random_.percent(chance_of_change)) change(region);
    if (random_.percent(chance_of_change / 2)) restrict_callers(region);
    return region;
  }

  Json fresh() {
    const Deed& deed = random_.one_of(sets_.deeds());
    Json region = Json::object();
    if (!random_.percent(10))
      region.add(random_.percent(8) ? "NotAction" : "Action",
                 Json::string(random_.percent(50) ? random_.one_of(deed.patterns) : deed.action));
    if (!random_.percent(15))
      region.add("Resource", Json::string(random_.percent(50) ? "*" : random_.one_of(deed.resources)));
    if (region.members.empty()) region.add("Resource", Json::string("*"));
    if (random_.percent(30)) region.add("Condition", random_condition(random_));
    if (random_.percent(30)) restrict_callers(region);
    return region;
  }

  void change(Json& region) {
    const Deed& deed = random_.one_of(sets_.deeds());
    switch (random_.below(5)) {
      case 0:
        return erase(region, "Condition");
      case 1:
        return replace(region, "Action", random_.percent(50) ? deed.action : random_.one_of(deed.patterns));
      case 2:
        return replace(region, "Resource", random_.one_of(deed.resources));
      case 3:
        return toggle(region, random_.percent(50) ? "Action" : "Resource");
      default:
        if (!region.find("Condition")) region.add("Condition", random_condition(random_));
    }
  }

  // To those whom the world is about, or to all but them.
  void restrict_callers(Json& region) {
    if (region.find("Condition")) return;
    const Principal& principal = random_.one_of(sets_.principals());
    if (principal.name.substr(0, 4) != "arn:") return;
    const bool of_role = !principal.issuer.empty() && principal.kind != "federated-user";
    const std::string arn = of_role ? principal.issuer : principal.name;
    const std::string not_ = random_.percent(35) ? "Not" : "";
    if (random_.percent(70))
      region.add("Condition", in_json("Arn" + not_ + "Equals", "aws:PrincipalArn", arn));
    else
      region.add("Condition", in_json("String" + not_ + "Equals", "aws:PrincipalAccount", arn.substr(13, 12)));
  }

  static void erase(Json& region, const std::string& name) {
    auto& members = region.members;
    members.erase(std::remove_if(members.begin(), members.end(), [&](const Member& m) { return m.name == name; }),
                  members.end());
  }

  static void replace(Json& region, const std::string& name, const std::string& text) {
    for (Member& member : region.members)
      if (member.name == name) member.value = Json::string(text);
  }

  static void toggle(Json& region, const std::string& name) {
    for (Member& member : region.members)
      if (member.name == name) member.name = "Not" + name;
  }

  Random& random_;
  const Sets& sets_;
  std::vector<Layer> layers_;
};

std::string action_pattern(Random& random, const Deed& deed) {
  if (random.percent(10)) return "*";
  return random.percent(55) ? random.one_of(deed.patterns) : case_variant(random, deed.action);
}

std::string resource_pattern(Random& random, const Deed& deed) {
  if (random.percent(35)) return "*";
  std::string resource = random.one_of(deed.resources);
  if (resource != "*" && random.percent(60)) resource.replace(resource.size() - 1, 1, random.percent(50) ? "*" : "?");
  return resource;
}

void add_context(Random& random, const Principal& principal, oracle::Request& pattern) {
  const bool of_role = !principal.issuer.empty() && principal.kind != "federated-user";
  const std::string arn = of_role ? principal.issuer : principal.name;
  const auto add = [&](const char* key, const std::string& value) {
    pattern.context.emplace_back(key, random.percent(35) ? "*" : value);
  };
  if (arn.substr(0, 4) == "arn:" && random.percent(50)) add("aws:PrincipalArn", arn);
  if (random.percent(40)) add("aws:MultiFactorAuthPresent", random.percent(50) ? "true" : "false");
  if (random.percent(30)) add("aws:username", random.percent(50) ? "alice" : "k");
  if (random.percent(20)) add("aws:ResourceAccount", random.percent(50) ? "111122223333" : "444455556666");
}

}  // namespace

Json random_claim(Random& random, const Sets& sets, const Json& world) {
  return Claims(random, sets, world).claim();
}

static void find_documents(Json& json, std::vector<Json*>& out) {
  for (Member& member : json.members) {
    if (member.name == "Statement")
      out.push_back(&member.value);
    else
      find_documents(member.value, out);
  }
  for (Json& item : json.items) find_documents(item, out);
}

static void change_one(Random& random, const Sets& sets, std::vector<Json>& statements) {
  const std::size_t at = random.below(statements.size());
  std::vector<Member>& members = statements[at].members;
  switch (random.below(4)) {
    case 0:
      if (statements.size() > 1) statements.erase(statements.begin() + static_cast<std::ptrdiff_t>(at));
      return;
    case 1:
      if (statements[at].find("NotPrincipal")) return;  // never with Allow
      for (Member& member : members)
        if (member.name == "Effect") member.value = Json::string(is_allow(statements[at]) ? "Deny" : "Allow");
      return;
    case 2:
      members.erase(
          std::remove_if(members.begin(), members.end(), [](const Member& m) { return m.name == "Condition"; }),
          members.end());
      return;
    default:
      for (Member& member : members)
        if (member.name == "Action") member.value = Json::string(random.one_of(random.one_of(sets.deeds()).patterns));
  }
}

Json near_set(Random& random, const Sets& sets, Json world) {
  std::vector<Json*> documents;
  find_documents(world, documents);
  for (std::size_t i = random.percent(70) ? 1 : 2; i > 0 && !documents.empty(); --i)
    if (Json& document = *random.one_of(documents); !document.items.empty()) change_one(random, sets, document.items);
  return world;
}

oracle::Request random_pattern(Random& random, const Sets& sets) {
  const Deed& deed = random.one_of(sets.deeds());
  const Principal& principal = random.percent(90) ? random.one_of(sets.principals()) : random.one_of(all_principals());
  oracle::Request pattern;
  pattern.principal = principal.name;
  pattern.action = action_pattern(random, deed);
  pattern.resource = resource_pattern(random, deed);
  if (random.percent(40)) pattern.resource_account = random.percent(60) ? "111122223333" : "444455556666";
  if (!principal.issuer.empty() && random.percent(50)) pattern.session_issuer = principal.issuer;
  add_context(random, principal, pattern);
  return pattern;
}

}  // namespace agree
