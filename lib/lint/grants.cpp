// A plain request is written as a statement, and the prover is asked for a request that both the Allow and this
// statement apply to and no Deny does. Two things make most questions free: an Allow of everything that meets no Deny
// needs no search, and the resources of a plain request are so few that they are tried on the Allow one by one first.
#include "lint/grants.h"

#include <algorithm>
#include <array>
#include <set>
#include <tuple>
#include <utility>

#include <fmt/format.h>

#include "lint/data.h"

namespace iamproof {

namespace {

/// A name that nobody foresees, and that of the caller.
constexpr std::string_view any_name = "q0unforeseen";
constexpr std::string_view caller = "q0caller";
constexpr std::string_view usual_account = "111122223333";

constexpr std::size_t arn_components = 6;
enum Component : std::uint8_t { partition = 1, service = 2, region = 3, account = 4 };

/// The components of an ARN, the last one with all its colons; empty for what is none.
std::vector<std::string_view> components_of(std::string_view arn) {
  std::vector<std::string_view> out;
  while (out.size() + 1 < arn_components) {
    const std::size_t colon = arn.find(':');
    if (colon == std::string_view::npos) return {};
    out.push_back(arn.substr(0, colon));
    arn.remove_prefix(colon + 1);
  }
  out.push_back(arn);
  return out;
}

/// A pattern that ends without a wildcard or a variable ends in a name.
bool ends_open(std::string_view resource) {
  return resource.ends_with('*') || resource.ends_with('}');
}

/// Over-approximating.
bool names_unforeseen(const Statement& statement) {
  if (!statement.resources || statement.not_resources) return true;
  const std::vector<Text>& resources = statement.resources->values;
  return std::any_of(resources.begin(), resources.end(), [](const Text& resource) { return ends_open(resource.text); });
}

bool is_literal(std::string_view component) {
  return !component.empty() && component.find_first_of("*?$") == std::string_view::npos;
}

/// With each placeholder replaced by `name`.
std::string filled(std::string_view format, std::string_view name) {
  std::string out;
  while (!format.empty()) {
    const std::size_t begin = std::min(format.find("${"), format.size());
    out += format.substr(0, begin);
    const std::size_t end = format.find('}', begin);
    if (end == std::string_view::npos) return out;
    out += name;
    format.remove_prefix(end + 1);
  }
  return out;
}

/// Keys about the caller and about where, when and how he comes. Not among them: what only a service sets that acts for
/// somebody, and what is said of the resource.
bool is_circumstance(std::string_view key) {
  constexpr std::array<std::string_view, 8> others = {"aws:calledvia",     "aws:requesttag/", "aws:resourcetag/",
                                                      "aws:sourceaccount", "aws:sourcearn",   "aws:sourceorgid",
                                                      "aws:sourceorgpath", "aws:tagkeys"};
  return key.starts_with("aws:") &&
         std::none_of(others.begin(), others.end(), [&](std::string_view other) { return key.starts_with(other); });
}

Text text(std::string_view of) {
  return {of, {}};
}

std::optional<Predicate> predicate(std::string_view op, std::string_view key, const std::vector<std::string_view>& of) {
  Condition condition{text(op), text(key), {}, true, {}};
  for (const std::string_view value : of) condition.values.push_back({text(value), ValueType::string});
  return Predicate::compile(condition, false);
}

}  // namespace

ActionGroup::ActionGroup(const std::vector<ActionId>& actions) {
  constexpr std::uint32_t bits = 64;
  for (std::size_t place = 0; place < actions.size(); ++place) {
    const ActionId action = actions[place];
    if (words_.empty() || words_.back().number != action / bits) words_.push_back({action / bits, 0, place});
    words_.back().members |= std::uint64_t{1} << (action % bits);
  }
}

bool ActionGroup::meets(const Bitset& actions) const {
  const std::vector<std::uint64_t>& words = actions.words();
  return std::any_of(words_.begin(), words_.end(),
                     [&](const Word& word) { return (words[word.number] & word.members) != 0; });
}

bool ActionGroup::met_by_any(const Subject::Statements& statements) const {
  return std::any_of(statements.begin(), statements.end(),
                     [&](const CompiledStatement* statement) { return meets(statement->actions.catalogue); });
}

std::optional<PlainAction> plain_action(std::string_view name, const Catalogue& catalogue) {
  static const std::vector<DataRow> rows = data_rows("plain-requests");
  const auto action = catalogue.find_action(name);
  if (!action) return std::nullopt;
  PlainAction out{*action, false, {}, {}};
  for (const DataRow& row : rows) {
    if (row.at(0) != name) continue;
    if (row.at(1) == "own") {
      out.own_user = true;
    } else {
      out.carries.push_back({row.at(1), split(row.at(2), ' ')});
    }
  }
  return out;
}

RelatedPlace entry_of(const Subject& subject, const CompiledStatement& allow, ActionId action) {
  const Statement& written = subject.written(allow);
  if (allow.actions.negated) return {written.not_actions->key, written.pointer + "/NotAction"};
  const ActionPattern* pattern = allow.actions.find(subject.policies().catalogue().action_name_folded(action));
  std::string pointer = written.pointer + "/Action";
  if (pattern == nullptr) return {allow.actions.key, std::move(pointer)};
  if (written.actions->is_array) pointer += fmt::format("/{}", pattern - allow.actions.patterns.data());
  return {pattern->span, std::move(pointer)};
}

PlainGrants::PlainGrants(const Subject& subject, std::uint64_t step_budget, Reporter& reporter)
    : subject_(subject), steps_(step_budget), reporter_(reporter) {
  find_binding();
}

/// The statements that bind the caller beside those that give.
void PlainGrants::find_binding() {
  const CompiledStatement& first = *subject_.statements().front();
  const auto limits = [&](PolicyType part) {
    return part != first.part &&
           (part == PolicyType::boundary || part == PolicyType::session || part == PolicyType::scp);
  };
  for (const CompiledStatement& statement : subject_.policies().impl().statements) {
    const bool own = statement.part == first.part && statement.level == first.level;
    if (!own && !limits(statement.part)) continue;
    if (statement.effect == Effect::deny) denies_.push_back(&statement);
    if (own) continue;
    Statements& allows = limits_[{statement.part, statement.level}];
    if (statement.effect == Effect::allow) allows.push_back(&statement);
  }
}

void PlainGrants::find_keys() {
  if (std::exchange(knows_keys_, true)) return;
  for (const CompiledStatement& statement : subject_.policies().impl().statements) {
    for (const ResourcePattern& resource : statement.resources.patterns) {
      for (const Variable& variable : resource.pattern.variables) variables_.insert(variable.key);
    }
    for (const Predicate& condition : statement.conditions) {
      keys_.insert(condition.key());
      for (const Template& operand : condition.operands().texts) {
        for (const Variable& variable : operand.variables) keys_.insert(variable.key);
      }
    }
  }
  keys_.insert(variables_.begin(), variables_.end());
}

/// That of the first resource which names its account.
void PlainGrants::find_usual_frame() {
  if (std::exchange(knows_usual_, true)) return;
  usual_ = {"aws", "eu-west-1", std::string(usual_account)};
  for (const CompiledStatement* statement : subject_.statements()) {
    const std::optional<TextList>& resources = subject_.written(*statement).resources;
    if (!resources) continue;
    for (const Text& resource : resources->values) {
      const std::vector<std::string_view> components = components_of(resource.text);
      if (components.empty() || !is_literal(components[account])) continue;
      usual_ = frame_of(resource.text);
      return;
    }
  }
}

bool PlainGrants::is_open(const CompiledStatement& allow) {
  return allow.conditions.empty() && allow.resources.is_everything();
}

PlainGrants::Statements PlainGrants::denies_naming(ActionId action) const {
  Statements out;
  for (const CompiledStatement* deny : denies_) {
    if (deny->actions.catalogue.contains(action)) out.push_back(deny);
  }
  return out;
}

const CompiledStatement* PlainGrants::giver_of(const PlainAction& asked) {
  for (const CompiledStatement* allow : subject_.allows()) {
    if (gives(*allow, asked)) return allow;
  }
  return nullptr;
}

bool PlainGrants::gives(const CompiledStatement& allow, const PlainAction& asked) {
  if (!allow.actions.catalogue.contains(asked.action)) return false;
  if (!take_steps(denies_.size() / 64)) return false;
  Statements denies = denies_naming(asked.action);
  if (is_open(allow) && limits_.empty() && denies.empty()) return true;
  const bool usual = !asked.own_user && asked.on.empty() && asked.carries.empty();
  if (!usual || !limits_.empty()) return searched(allow, asked);
  const auto key = std::tuple(&allow, subject_.policies().catalogue().resource_list(asked.action), std::move(denies));
  const auto known = alike_.find(key);
  return known != alike_.end() ? known->second : alike_.emplace(key, searched(allow, asked)).first->second;
}

bool PlainGrants::searched(const CompiledStatement& allow, const PlainAction& asked) {
  if (!names_unforeseen(subject_.written(allow))) return false;
  find_usual_frame();
  const std::vector<std::string> resources = reached(allow, asked);
  if (resources.empty()) return false;
  find_keys();
  if (!take_steps(keys_.size() / 16)) return false;
  const CompiledStatement region = plain(asked, resources);
  return has_request({&allow, &region}) && is_within_limits(allow, region);
}

/// What is cheap, but asked once for each of many statements or resources.
bool PlainGrants::take_steps(std::uint64_t count) {
  const bool taken = count == 0 || steps_.spend([&](Budget& budget) { return budget.spend(count); });
  if (!taken) reporter_.undecided(Steps::ran_out);
  return taken;
}

/// Each of the others is asked on its own: a request that passes one may not pass the next.
bool PlainGrants::is_within_limits(const CompiledStatement& allow, const CompiledStatement& region) {
  return std::all_of(limits_.begin(), limits_.end(), [&](const auto& limit) {
    return std::any_of(limit.second.begin(), limit.second.end(), [&](const CompiledStatement* other) {
      return has_request({&allow, &region, other});
    });
  });
}

bool PlainGrants::has_request(const Statements& statements) {
  if (steps_.exhausted()) {
    reporter_.undecided(Steps::ran_out);
    return false;
  }
  const ReachAnswer answer =
      steps_.spend([&](Budget& budget) { return subject_.reach().covers(denies_, statements, budget); });
  if (answer.covered == Covered::unknown) reporter_.undecided(answer.reason);
  return answer.covered == Covered::no;
}

PlainGrants::Frame PlainGrants::frame_of(std::string_view resource) const {
  const std::vector<std::string_view> components = components_of(resource);
  Frame frame = usual_;
  if (components.empty()) return frame;
  if (is_literal(components[partition])) frame.partition = components[partition];
  if (is_literal(components[region])) frame.region = components[region];
  if (is_literal(components[account])) frame.account = components[account];
  return frame;
}

/// What the action works on, by the catalogue, with names that nobody foresees.
std::vector<std::string> PlainGrants::formats_of(const PlainAction& asked) const {
  const Catalogue& catalogue = subject_.policies().catalogue();
  std::vector<ActionResource> resources = catalogue.resources(asked.action);
  const auto optional = [](const ActionResource& resource) { return !resource.required; };
  if (!asked.on.empty()) {
    std::erase_if(resources, [&](const ActionResource& resource) {
      return catalogue.resource_type(resource.type).name != asked.on;
    });
  } else if (!std::all_of(resources.begin(), resources.end(), optional)) {
    std::erase_if(resources, optional);  // what is only perhaps part of a request does not make one
  }
  std::vector<std::string> out;
  for (const ActionResource& resource : resources) {
    for (std::string_view format : split(catalogue.resource_type(resource.type).arn, ',')) {
      while (format.starts_with(' ')) format.remove_prefix(1);
      const std::vector<std::string_view> components = components_of(format);
      if (components.empty()) continue;
      std::string front;
      for (std::size_t i = 0; i + 1 < arn_components; ++i) front += fmt::format("{}:", components[i]);
      out.push_back(front + filled(components.back(), any_name));
      const bool user = components.back().starts_with("user/");
      if (user && asked.own_user) out.push_back(front + filled(components.back(), caller));
    }
  }
  return out;
}

/// The plain resources of the action that the Allow names.
std::vector<std::string> PlainGrants::reached(const CompiledStatement& allow, const PlainAction& asked) {
  const Context context = {{"aws:username", std::string(caller)},
                           {"aws:userid", std::string(caller)},
                           {"aws:PrincipalAccount", usual_.account}};
  const std::vector<std::string> formats = formats_of(asked);
  if (formats.empty()) {
    return allow.resources.matches("*", context) ? std::vector<std::string>{"*"} : std::vector<std::string>{};
  }
  const Statement& written = subject_.written(allow);
  std::vector<std::string> out;
  std::set<std::string> tried;
  const auto try_in = [&](const Frame& frame) {
    for (const std::string& format : formats) {
      const std::vector<std::string_view> parts = components_of(format);
      const auto or_given = [&](Component component, std::string_view given) {
        return parts[component].starts_with("${") ? given : parts[component];
      };
      std::string resource =
          fmt::format("arn:{}:{}:{}:{}:{}", or_given(partition, frame.partition), parts[service],
                      or_given(region, frame.region), or_given(account, frame.account), parts.back());
      if (!tried.insert(resource).second) continue;
      if (!take_steps(allow.resources.patterns.size() / 16)) return false;
      if (allow.resources.matches(resource, context)) out.push_back(std::move(resource));
    }
    return true;
  };
  if (allow.resources.negated || allow.resources.is_everything() || !written.resources) {
    try_in(usual_);
    return out;
  }
  for (const Text& resource : written.resources->values) {
    if (ends_open(resource.text) && !try_in(frame_of(resource.text))) break;
  }
  return out;
}

std::optional<Predicate> PlainGrants::constraint(const std::string& key, const PlainAction& asked) const {
  const auto carried = std::find_if(asked.carries.begin(), asked.carries.end(),
                                    [&](const Carried& carries) { return carries.key == key; });
  if (carried != asked.carries.end()) {
    const auto info = subject_.policies().catalogue().find_key(key);
    return predicate(info && info->type == KeyType::arn ? "ArnEquals" : "StringEquals", key, carried->values);
  }
  if (key == "aws:viaawsservice" || key == "aws:principalisawsservice") return predicate("Bool", key, {"false"});
  if (key == "aws:username" || key == "aws:userid") {
    return variables_.contains(key) ? predicate("StringEquals", key, {caller}) : std::nullopt;
  }
  if (key == "aws:principalaccount") {
    return variables_.contains(key) ? predicate("StringEquals", key, {usual_.account}) : std::nullopt;
  }
  if (is_circumstance(key) && !variables_.contains(key)) return std::nullopt;
  return predicate("Null", key, {"true"});
}

CompiledStatement PlainGrants::plain(const PlainAction& asked, const std::vector<std::string>& resources) const {
  const Catalogue& catalogue = subject_.policies().catalogue();
  CompiledStatement out = compile_patterns({{catalogue.action_name(asked.action), ""}}, catalogue);
  out.resources.patterns.clear();
  for (const std::string& resource : resources) {
    TemplateSyntax syntax;
    syntax.wildcards = resource == "*";  // stands for any where the action has no resources of its own
    out.resources.patterns.push_back({read_template(resource, syntax), {}, false});
  }
  for (const std::string& key : keys_) {
    if (auto condition = constraint(key, asked)) out.conditions.push_back(std::move(*condition));
  }
  out.size += out.resources.patterns.size() + out.conditions.size();
  return out;
}

}  // namespace iamproof
