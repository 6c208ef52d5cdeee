// The latest version of every AWS managed policy through the checks.
//
//   managed_lint managedPolicies.json expected_lint.tsv [--print]
//
// Some findings say that a change makes no difference: that a statement or a condition can be taken out, that
// statements can be joined. Each such change is made, and requests are drawn from the statements concerned (their
// actions, resources and values made of their patterns, some keys left out): the evaluator has to decide each alike
// before and after. The same holds of the fixes that findings carry: each is applied, and the outcome decides alike.
//
// Fails where it does not, on a count of expected_lint.tsv that is not met, and where fewer policies were found than
// the package is known to hold. Prints the counts and what a policy took; with --print every finding.
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <fstream>
#include <map>
#include <random>
#include <sstream>
#include <string>

#include <fmt/format.h>

#include "compile/statement.h"
#include "iamproof/evaluate.h"
#include "iamproof/fix.h"
#include "iamproof/lint.h"
#include "json/json.h"
#include "prove/key_facts.h"
#include "prove/resource_theory.h"

using namespace iamproof;

namespace {

constexpr std::size_t policies_known = 1'594;
constexpr int requests_per_finding = 100, requests_per_statement = 20;

/// Requests that a statement is likely to apply to.
class Requests {
 public:
  Requests(const CompiledPolicies& policies, std::mt19937& random) : policies_(policies), random_(random) {
    std::vector<const CompiledStatement*> all;
    for (const CompiledStatement& statement : policies.impl().statements) all.push_back(&statement);
    keys_ = key_table(all, policies.catalogue());
  }

  Request draw(const CompiledStatement& statement) {
    Request request;
    request.principal = "arn:aws:iam::111122223333:user/example-user";
    std::vector<ActionId> actions;
    statement.actions.catalogue.for_each([&](std::size_t a) { actions.push_back(static_cast<ActionId>(a)); });
    request.action = actions.empty() ? "new:Action" : std::string(policies_.catalogue().action_name(one_of(actions)));
    for (const auto& [key, facts] : keys_) {
      if (!likely_value(key).empty()) request.context[facts.name] = std::string(likely_value(key));
    }
    for (const Predicate& predicate : statement.conditions) add(predicate, request.context);
    request.resource = "*";
    if (!statement.resources.negated && !statement.resources.patterns.empty()) {
      request.resource = text_of(one_of(statement.resources.patterns).pattern, request.context);
    }
    return request;
  }

 private:
  template <class T>
  const T& one_of(const std::vector<T>& list) {
    return list[random_() % list.size()];
  }

  static std::string text_of(const Template& pattern, const Context& context) {
    const auto glob = resolve(pattern, context);
    return glob ? likely_resource(*glob) : "example";
  }

  void add(const Predicate& predicate, Context& context) {
    const KeyFacts& facts = keys_.find(predicate.key())->second;
    if (random_() % 8 == 0) {
      context.erase(predicate.written_key());
      return;
    }
    std::string text = "example";
    if (predicate.op().family == Family::null) {
      if (predicate.operands().booleans == std::vector<bool>{true}) context.erase(predicate.written_key());
      if (predicate.operands().booleans == std::vector<bool>{true} || context.contains(predicate.written_key())) return;
    } else if (!predicate.operands().texts.empty()) {
      text = text_of(one_of(predicate.operands().texts), context);
    } else if (const auto values = samples(predicate.op().family, {&predicate}); !values.empty()) {
      text = one_of(values);
    }
    if (facts.multivalued) {
      context[predicate.written_key()] = std::vector<std::string>{text};
    } else {
      context[predicate.written_key()] = text;
    }
  }

  const CompiledPolicies& policies_;
  std::mt19937& random_;
  KeyTable keys_;
};

/// The statement or condition that a pointer leads to.
struct Place {
  std::size_t statement = 0;
  std::optional<std::size_t> condition;
};

Place place_of(const Finding& finding, const Policy& policy) {
  Place place;
  for (std::size_t s = 0; s < policy.statements.size(); ++s) {
    const Statement& statement = policy.statements[s];
    if (finding.pointer == statement.pointer) place.statement = s;
    for (std::size_t c = 0; c < statement.conditions.size(); ++c) {
      if (statement.conditions[c].key.span == finding.span) place = {s, c};
    }
  }
  return place;
}

/// Those that a message names, `Sid` or "statement 3".
std::vector<std::size_t> named_in(const std::string& message, const Policy& policy) {
  const std::string names = message.substr(message.find(" could be one with "), message.find(": they differ"));
  std::vector<std::size_t> out;
  for (std::size_t s = 0; s < policy.statements.size(); ++s) {
    const auto& sid = policy.statements[s].sid;
    const std::string name =
        sid && !sid->text.empty() ? fmt::format("`{}`", sid->text) : fmt::format("statement {}", s + 1);
    const std::size_t at = names.find(name);
    if (at == std::string::npos) continue;
    const char next = at + name.size() < names.size() ? names[at + name.size()] : ' ';
    if (next < '0' || next > '9') out.push_back(s);
  }
  return out;
}

void join(Statement& into, const Statement& other, const std::string& message) {
  const auto append = [](auto& list, const auto& more) { list.insert(list.end(), more.begin(), more.end()); };
  if (message.find("in `Action` only") != std::string::npos) return append(into.actions->values, other.actions->values);
  if (message.find("in `Resource` only") != std::string::npos) {
    return append(into.resources->values, other.resources->values);
  }
  for (std::size_t c = 0; c < into.conditions.size(); ++c)
    append(into.conditions[c].values, other.conditions[c].values);
}

class Run {
 public:
  Run(const Catalogue& catalogue, bool print) : catalogue_(catalogue), print_(print) {}

  void policy(const std::string& name, std::string_view text) {
    ++policies_;
    const Source source(name, std::string(text));
    auto reading = parse(source);
    if (!reading || !reading->is_valid()) return fail(name, "is refused");
    const Policy policy = reading->policy;
    const auto compiled = compile(in_its_part(policy), catalogue_);
    if (!compiled) return fail(name, compiled.errors().front().message);
    const auto before = std::chrono::steady_clock::now();
    const LintReport report = lint(*compiled);
    times_.push_back(std::chrono::duration<double, std::micro>(std::chrono::steady_clock::now() - before).count());
    for (const Undecided& open : report.undecided) counts_["undecided"] += open.times;
    for (const Finding& finding : report.findings) {
      ++counts_[finding.check];
      if (print_) fmt::print("{}\t{}\t{}\t{}\n", finding.check, name, finding.pointer, finding.message);
      if (policy.type == PolicyType::identity && says_that_a_change_is_none(finding)) {
        attack(finding, policy, *compiled);
      }
    }
    const bool has_fix = std::any_of(report.findings.begin(), report.findings.end(),
                                     [](const Finding& finding) { return finding.fix.has_value(); });
    if (has_fix) attack_fixes(name, text, *compiled);
  }

  int report(const std::map<std::string, std::size_t>& expected) {
    if (policies_ != policies_known) fail("the package", fmt::format("holds {} policies", policies_));
    for (const auto& [check, count] : counts_) fmt::print("{:24} {}\n", check, count);
    if (counts_ != expected) fail("the counts", "are not those of expected_lint.tsv");
    std::sort(times_.begin(), times_.end());
    fmt::print("microseconds: p50 {:.0f}, p99 {:.0f}, most {:.0f}\n", times_[times_.size() / 2],
               times_[times_.size() * 99 / 100], times_.back());
    fmt::print(
        "{} policies, {} requests on which findings were tried, of {} their statement applied; {} fixes; {} failures\n",
        policies_, tried_, applied_, fixed_, failures_);
    return failures_ == 0 ? 0 : 1;
  }

 private:
  static bool says_that_a_change_is_none(const Finding& finding) {
    constexpr std::string_view checks[] = {"allow-fully-denied",   "allow-without-effect", "condition-always-true",
                                           "condition-never-true", "deny-without-effect",  "mergeable-statements",
                                           "redundant-statement"};
    return std::find(std::begin(checks), std::end(checks), finding.check) != std::end(checks);
  }

  /// The policy as the finding says it might as well be.
  static Policy changed(const Finding& finding, const Policy& policy) {
    Policy out = policy;
    const Place place = place_of(finding, policy);
    if (finding.check == "condition-always-true") {
      auto& conditions = out.statements[place.statement].conditions;
      conditions.erase(conditions.begin() + static_cast<std::ptrdiff_t>(*place.condition));
      return out;
    }
    std::vector<std::size_t> erased = {place.statement};
    if (finding.check == "mergeable-statements") {
      erased = named_in(finding.message, policy);
      for (const std::size_t other : erased) {
        join(out.statements[place.statement], policy.statements[other], finding.message);
      }
    }
    for (std::size_t i = erased.size(); i-- > 0;) {
      out.statements.erase(out.statements.begin() + static_cast<std::ptrdiff_t>(erased[i]));
    }
    return out;
  }

  void attack(const Finding& finding, const Policy& policy, const CompiledPolicies& before) {
    const auto after = compile(in_its_part(changed(finding, policy)), catalogue_);
    if (!after) return fail(policy.source->name(), after.errors().front().message);
    Requests requests(before, random_);
    const CompiledStatement& statement = before.impl().statements[place_of(finding, policy).statement];
    const bool denies_elsewhere = finding.message.find("meets no Allow") != std::string::npos;
    const bool by_types = finding.message.find("resource types") != std::string::npos;
    for (int i = 0; i < requests_per_finding; ++i) {
      const Request request = requests.draw(statement);
      if (by_types && !works(request)) continue;
      const Decision was = decide(before, request), is = decide(*after, request);
      ++tried_;
      if (was != Decision::implicit_deny) ++applied_;
      const bool alike = was == is || (denies_elsewhere && is == Decision::implicit_deny);
      if (!alike)
        return fail(policy.source->name(),
                    fmt::format("{}: {} on {}", finding.message, request.action, request.resource));
    }
  }

  /// All fixes are applied, each in its turn proved to keep the meaning; and requests are decided as they were.
  void attack_fixes(const std::string& name, std::string_view text, const CompiledPolicies& before) {
    const auto fixed = apply_fixes(name, std::string(text), catalogue_);
    if (!fixed) return fail(name, fixed.errors().front().message);
    fixed_ += fixed->applied.size();
    for (const LeftFix& left : fixed->left) fail(name, fmt::format("{}: {}", left.finding.check, left.reason));
    for (const AppliedFix& fix : fixed->applied) {
      if (fix.finding.fix->changes_meaning) return;
    }
    const Source source(name, fixed->after);
    auto reading = parse(source);
    if (!reading || !reading->is_valid()) return fail(name, "is refused after its fixes");
    const auto after = compile(in_its_part(reading->policy), catalogue_);
    if (!after) return fail(name, after.errors().front().message);
    Requests requests(before, random_);
    for (const CompiledStatement& statement : before.impl().statements) {
      for (int i = 0; i < requests_per_statement; ++i) {
        const Request request = requests.draw(statement);
        if (decide(before, request) == decide(*after, request)) continue;
        return fail(name, fmt::format("after its fixes: {} on {}", request.action, request.resource));
      }
    }
  }

  /// Whether the action works on the resource, by the catalogue.
  bool works(const Request& request) const {
    const std::vector<RequestFault> faults = examine(request, catalogue_);
    return std::none_of(faults.begin(), faults.end(),
                        [](const RequestFault& fault) { return fault.pointer == "/resource"; });
  }

  void fail(std::string_view name, std::string_view why) {
    ++failures_;
    fmt::print("FAILED {}: {}\n", name, why);
  }

  const Catalogue& catalogue_;
  bool print_;
  std::mt19937 random_{1};
  std::size_t policies_ = 0, failures_ = 0, tried_ = 0, applied_ = 0, fixed_ = 0;
  std::map<std::string, std::size_t> counts_;
  std::vector<double> times_;
};

json::Value member(json::Value object, std::string_view name) {
  for (const json::Member entry : object.members()) {
    if (entry.key.text() == name) return entry.value;
  }
  fmt::print("FAILED the package: an object without `{}`\n", name);
  std::exit(1);
}

std::map<std::string, std::size_t> expectations(const char* path) {
  std::map<std::string, std::size_t> out;
  std::ifstream file(path);
  for (std::string line; std::getline(file, line);) {
    const std::size_t tab = line.find('\t');
    if (!line.starts_with('#') && tab != std::string::npos) out[line.substr(0, tab)] = std::stoul(line.substr(tab + 1));
  }
  return out;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 3) {
    fmt::print("usage: managed_lint managedPolicies.json expected_lint.tsv [--print]\n");
    return 2;
  }
  auto text = read_file(argv[1], std::size_t{1} << 30U);
  if (!text) {
    fmt::print("FAILED: {} cannot be read\n", argv[1]);
    return 1;
  }
  const Source package("managedPolicies.json", std::move(*text));
  json::Limits limits;
  limits.bytes = std::size_t{1} << 30U;
  const auto document = json::read(package, limits);
  if (!document) {
    fmt::print("FAILED: the package cannot be read\n");
    return 1;
  }
  const Catalogue catalogue = Catalogue::built_in();
  Run run(catalogue, argc > 3 && std::string_view(argv[3]) == "--print");
  for (const json::Member policy : document->root().members()) {
    const std::string_view latest = member(policy.value, "latestVersionId").text();
    for (const json::Member version : member(policy.value, "versions").members()) {
      if (version.key.text() != latest) continue;
      run.policy(std::string(policy.key.text()), package.slice(member(version.value, "document").span()));
    }
  }
  return run.report(expectations(argv[2]));
}
