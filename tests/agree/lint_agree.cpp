// Random policies: whatever a check says of what a statement means holds, by the oracle, of every request of a small
// world. Checks that speak of how something is written are left out.
//
//   lint_agree [WORLDS [SEED [FIRST]]]     each world is a document
//
// One world can be made again: `lint_agree 1 SEED NUMBER`.
#include <algorithm>
#include <cstdio>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <stdexcept>
#include <string>

#include "agree/documents.h"
#include "agree/running.h"
#include "agree/small_catalogue.h"
#include "agree/world.h"
#include "iamproof/lint.h"
#include "oracle/evaluator.h"

namespace {

using agree::as_printed;
using agree::must;
using oracle::Request;
using oracle::Statement;
using support::Json;

constexpr std::uint64_t failures_shown = 5;
constexpr std::size_t most_requests = 5'000;

/// Every request of a world, or, of a large one, as many at random.
class Requests {
 public:
  Requests(agree::Random& random, const oracle::World& world, bool resource_types)
      : random_(random), world_(world), resource_types_(resource_types) {}

  /// The first for which `is_wrong` holds.
  std::optional<Request> find(const std::function<bool(const Request&)>& is_wrong) {
    double count = static_cast<double>(world_.actions.size() * world_.resources.size());
    for (const oracle::KeyStates& key : world_.keys) count *= static_cast<double>(key.states.size());
    if (count > static_cast<double>(most_requests)) return find_at_random(is_wrong);
    std::vector<std::size_t> chosen(world_.keys.size(), 0);
    do {
      for (const std::string& action : world_.actions) {
        for (const std::string& resource : world_.resources) {
          const auto request = make(action, resource, chosen);
          if (request && is_wrong(*request)) return request;
        }
      }
    } while (advance(chosen));
    return std::nullopt;
  }

 private:
  std::optional<Request> find_at_random(const std::function<bool(const Request&)>& is_wrong) {
    for (std::size_t i = 0; i < most_requests; ++i) {
      std::vector<std::size_t> chosen;
      for (const oracle::KeyStates& key : world_.keys) chosen.push_back(random_.below(key.states.size()));
      const auto request = make(random_.one_of(world_.actions), random_.one_of(world_.resources), chosen);
      if (request && is_wrong(*request)) return request;
    }
    return std::nullopt;
  }

  std::optional<Request> make(const std::string& action, const std::string& resource,
                              const std::vector<std::size_t>& chosen) const {
    if (resource_types_ && !agree::works_on(action, resource)) return std::nullopt;
    Request request;
    request.principal = "arn:aws:iam::111122223333:user/example-user";
    request.action = action;
    request.resource = resource;
    for (std::size_t i = 0; i < chosen.size(); ++i) {
      const auto& state = world_.keys[i].states[chosen[i]];
      if (state) request.context.emplace_back(world_.keys[i].key, *state);
    }
    return request;
  }

  bool advance(std::vector<std::size_t>& chosen) const {
    for (std::size_t i = 0; i < chosen.size(); ++i) {
      if (++chosen[i] < world_.keys[i].states.size()) return true;
      chosen[i] = 0;
    }
    return false;
  }

  agree::Random& random_;
  const oracle::World& world_;
  bool resource_types_;
};

/// The statement that a pointer leads to; a lone one has no number.
std::size_t statement_at(const std::string& pointer) {
  const std::size_t number = std::string("/Statement/").size();
  const bool is_lone = pointer.size() <= number || pointer[number] < '0' || pointer[number] > '9';
  return is_lone ? 0 : std::stoul(pointer.substr(number));
}

/// The checks whose findings say something of requests. The others say something of names, of what somebody could do
/// with a policy, or of what a reader should know.
const std::set<std::string, std::less<>> judged = {
    "action-not-on-resource", "allow-fully-denied",     "allow-without-effect", "condition-always-true",
    "condition-never-true",   "deny-without-effect",    "duplicate-statement",  "lone-wildcard-condition",
    "mergeable-statements",   "null-with-set-operator", "redundant-bound",      "redundant-entry",
    "redundant-statement"};

/// All places of a finding in a list, by its name and their numbers in it: of /Statement/0/Action/3 "Action" and 3.
struct Entries {
  explicit Entries(const iamproof::Finding& finding) {
    add(finding.pointer);
    for (const iamproof::RelatedPlace& place : finding.related) add(place.pointer);
  }

  void add(const std::string& pointer) {
    const std::size_t number = pointer.rfind('/');
    numbers.insert(std::stoul(pointer.substr(number + 1)));
    const std::size_t name = pointer.rfind('/', number - 1);
    list = pointer.substr(name + 1, number - name - 1);
  }

  std::string list;
  std::set<std::size_t> numbers;
};

/// Statements named "statement 3" in a message.
std::vector<std::size_t> named_in(const std::string& message) {
  const std::string word = "statement ";
  std::vector<std::size_t> out;
  for (std::size_t at = message.find(word); at != std::string::npos; at = message.find(word, at + 1)) {
    out.push_back(std::stoul(message.substr(at + word.size())) - 1);
  }
  return out;
}

class Runner {
 public:
  Runner()
      : small_text_("small catalogue", agree::small_catalogue(iamproof::Catalogue::built_in())),
        catalogue_(must(iamproof::Catalogue::read(small_text_))) {}

  void run_world(std::uint64_t seed, std::uint64_t number) {
    number_ = number;
    agree::Random random(seed, number);
    agree::Documents documents(random, agree::Flavour::random(random));
    document_ = documents.policy(random.between(1, 5));
    const iamproof::Source source("policy", write_json(document_));
    auto reading = iamproof::parse(source, {iamproof::PolicyType::identity, {}});
    if (!reading || !reading->is_valid()) {
      ++refused_;
      return;
    }
    const auto policies = must(compile(in_its_part(std::move(reading->policy)), catalogue_));
    statements_ = oracle::read_policy(document_);
    iamproof::LintOptions options;
    options.resource_types = !random.percent(15);
    if (random.percent(5)) options.step_budget = random.below(200);
    const iamproof::LintReport report = lint(policies, options);
    for (const iamproof::Undecided& open : report.undecided) undecided_[std::string(open.check)] += open.times;
    removed_.clear();
    for (const iamproof::Finding& finding : report.findings) {
      if (finding.check == "redundant-statement") removed_.insert(statement_at(finding.pointer));
    }
    for (const iamproof::Finding& finding : report.findings) {
      if (judged.contains(finding.check)) judge(random, policies, finding);
    }
  }

  int finish(std::uint64_t worlds) const {
    for (const auto& [check, count] : found_) {
      const auto open = undecided_.find(check);
      std::printf("%-24s %8llu findings, %8llu left open\n", check.c_str(), as_printed(count),
                  as_printed(open == undecided_.end() ? 0 : open->second));
    }
    const bool all_checks = found_.size() == judged.size() || worlds < 2000;
    if (!all_checks) std::printf("a check found nothing\n");
    std::printf("%llu worlds refused, %llu failures\n", as_printed(refused_), as_printed(failed_));
    return failed_ == 0 && all_checks && refused_ * 20 <= worlds ? 0 : 1;
  }

 private:
  void judge(agree::Random& random, const iamproof::CompiledPolicies& policies, const iamproof::Finding& finding) {
    ++found_[finding.check];
    agree::Limits limits;
    for (const iamproof::Statement& statement : policies.policies().identity.front().statements) {
      for (const iamproof::Condition& condition : statement.conditions) {
        const std::string guess = "`" + std::string(condition.key.text) + "` carries a set";
        if (finding.message.find(guess) != std::string::npos) limits.unknown_sets.emplace_back(condition.key.text);
      }
    }
    std::vector<const Statement*> all;
    for (const Statement& statement : statements_) all.push_back(&statement);
    const oracle::World world = agree::make_world(random, all, limits);
    Requests requests(random, world, finding.message.find("resource types") != std::string::npos);
    if (const auto request = requests.find(is_wrong(policies, finding))) fail(finding, *request);
  }

  /// What a request shows that contradicts the finding.
  std::function<bool(const Request&)> is_wrong(const iamproof::CompiledPolicies& policies,
                                               const iamproof::Finding& finding) const {
    const std::size_t at = statement_at(finding.pointer);
    const Statement& statement = statements_[at];
    const auto never = [&statement](const Request& request) { return oracle::applies(statement, request); };
    if (finding.check == "redundant-statement") {
      return [this, &statement, by = named_in(finding.message)](const Request& request) {
        return oracle::applies(statement, request) &&
               (!kept_applies(statement.allow, request) || !applies(by, request));
      };
    }
    if (finding.check == "allow-fully-denied") {
      return [this, &statement, by = named_in(finding.message)](const Request& request) {
        return oracle::applies(statement, request) &&
               (oracle::decide(statements_, request) != oracle::Decision::explicit_deny || !applies(by, request));
      };
    }
    if (finding.check == "deny-without-effect" && finding.message.find("never") == std::string::npos) {
      return [this, &statement](const Request& request) {
        return oracle::applies(statement, request) &&
               std::any_of(statements_.begin(), statements_.end(),
                           [&](const Statement& other) { return other.allow && oracle::applies(other, request); });
      };
    }
    if (finding.check == "condition-always-true") return always(policies, finding, at);
    if (finding.check == "lone-wildcard-condition") return lone_wildcard(policies, finding, at);
    if (finding.check == "redundant-bound") return narrower(policies, finding, at);
    if (finding.check == "null-with-set-operator" && finding.message.ends_with("always true")) {
      return always(policies, finding, at);
    }
    if (finding.check == "duplicate-statement") {
      return [&statement, &other = statements_[statement_at(finding.related.back().pointer)]](const Request& request) {
        return oracle::applies(statement, request) != oracle::applies(other, request);
      };
    }
    if (finding.check == "redundant-entry") return with_fewer(finding, at);
    if (finding.check == "action-not-on-resource") {
      Statement of_some = statement;
      of_some.actions.clear();
      for (const std::size_t entry : Entries(finding).numbers) of_some.actions.push_back(statement.actions.at(entry));
      return [of_some](const Request& request) { return oracle::applies(of_some, request); };
    }
    if (finding.check == "mergeable-statements") return merged(finding, at);
    return never;
  }

  bool kept_applies(bool allow, const Request& request) const {
    for (std::size_t i = 0; i < statements_.size(); ++i) {
      if (statements_[i].allow == allow && !removed_.contains(i) && oracle::applies(statements_[i], request))
        return true;
    }
    return false;
  }

  bool applies(const std::vector<std::size_t>& some, const Request& request) const {
    return std::any_of(some.begin(), some.end(),
                       [&](std::size_t i) { return oracle::applies(statements_[i], request); });
  }

  /// The number of the condition that a finding is about, at its key or at one of its values.
  static std::size_t condition_of(const iamproof::CompiledPolicies& policies, const iamproof::Finding& finding,
                                  std::size_t at) {
    const auto& written = policies.policies().identity.front().statements[at].conditions;
    const auto reported = std::find_if(written.begin(), written.end(), [&](const iamproof::Condition& condition) {
      return condition.key.span == finding.span ||
             std::any_of(condition.values.begin(), condition.values.end(),
                         [&](const iamproof::Value& value) { return value.text.span == finding.span; });
    });
    return static_cast<std::size_t>(reported - written.begin());  // those of the oracle are in the same order
  }

  /// Another statement applies to the same requests.
  std::function<bool(const Request&)> same(std::size_t at, Statement other) const {
    return [this, at, other = std::move(other)](const Request& request) {
      return oracle::applies(statements_[at], request) != oracle::applies(other, request);
    };
  }

  /// Without the condition the statement applies to the same requests.
  std::function<bool(const Request&)> always(const iamproof::CompiledPolicies& policies,
                                             const iamproof::Finding& finding, std::size_t at) const {
    Statement without = statements_[at];
    without.conditions.erase(without.conditions.begin() +
                             static_cast<std::ptrdiff_t>(condition_of(policies, finding, at)));
    return same(at, std::move(without));
  }

  /// The condition can be left out, or holds of nothing, or says what Null says.
  std::function<bool(const Request&)> lone_wildcard(const iamproof::CompiledPolicies& policies,
                                                    const iamproof::Finding& finding, std::size_t at) const {
    if (finding.aws_code == "REDUNDANT_KEY_DUE_TO_WILDCARD_IN_CONDITION") return always(policies, finding, at);
    if (finding.aws_code == "REDUNDANT_STATEMENT_DUE_TO_WILDCARD_IN_CONDITION") {
      return [this, at](const Request& request) { return oracle::applies(statements_[at], request); };
    }
    Statement with_null = statements_[at];
    oracle::Condition& condition = with_null.conditions[condition_of(policies, finding, at)];
    condition.op = {};
    condition.op.base = "Null";
    condition.values = {finding.aws_code == "EQUIVALENT_TO_NULL_TRUE" ? "true" : "false"};
    return same(at, std::move(with_null));
  }

  /// Without the values that the finding is about the statement applies to the same requests.
  std::function<bool(const Request&)> narrower(const iamproof::CompiledPolicies& policies,
                                               const iamproof::Finding& finding, std::size_t at) const {
    const std::size_t number = condition_of(policies, finding, at);
    const auto& written = policies.policies().identity.front().statements[at].conditions[number].values;
    Statement less = statements_[at];
    std::vector<std::string>& values = less.conditions[number].values;
    for (std::size_t i = written.size(); i-- > 0;) {
      const auto is_this = [&](const auto& place) { return place.span == written[i].text.span; };
      if (is_this(finding) || std::any_of(finding.related.begin(), finding.related.end(), is_this)) {
        values.erase(values.begin() + static_cast<std::ptrdiff_t>(i));
      }
    }
    return same(at, std::move(less));
  }

  /// Without all of the entries but the one that is to stay, the statement applies to the same requests.
  std::function<bool(const Request&)> with_fewer(const iamproof::Finding& finding, std::size_t at) const {
    const Entries entries(finding);
    Statement fewer = statements_[at];
    auto& list = entries.list.ends_with("Action") ? fewer.actions : fewer.resources;
    bool stays = false;
    for (std::size_t i = list.size(); i-- > 0;) {
      if (!entries.numbers.contains(i)) continue;
      const bool is_named = finding.help.ends_with(" `" + list[i] + "`");
      if (is_named && !stays) {
        stays = true;
      } else {
        list.erase(list.begin() + static_cast<std::ptrdiff_t>(i));
      }
    }
    return [this, at, fewer, stays](const Request& request) {
      return !stays || oracle::applies(statements_[at], request) != oracle::applies(fewer, request);
    };
  }

  /// One statement with the lists of all applies to what they apply to.
  std::function<bool(const Request&)> merged(const iamproof::Finding& finding, std::size_t at) const {
    std::vector<std::size_t> group = named_in(finding.message);
    Statement one = statements_[at];
    for (const std::size_t i : group) {
      const Statement& other = statements_[i];
      if (finding.message.find("`Action`") != std::string::npos) {
        one.actions.insert(one.actions.end(), other.actions.begin(), other.actions.end());
      } else if (finding.message.find("`Resource`") != std::string::npos) {
        one.resources.insert(one.resources.end(), other.resources.begin(), other.resources.end());
      } else {
        for (std::size_t c = 0; c < one.conditions.size(); ++c) {
          const auto& more = other.conditions.at(c).values;
          if (more == one.conditions[c].values) continue;
          one.conditions[c].values.insert(one.conditions[c].values.end(), more.begin(), more.end());
        }
      }
    }
    group.push_back(at);
    return
        [this, group, one](const Request& request) { return applies(group, request) != oracle::applies(one, request); };
  }

  void fail(const iamproof::Finding& finding, const Request& request) {
    if (++failed_ > failures_shown) return;
    std::printf("world %llu: %s: %s (%s)\n%s\n%s\n", as_printed(number_), finding.check.c_str(),
                finding.message.c_str(), finding.pointer.c_str(), write_json(document_).c_str(),
                write_json(oracle::write_request(request)).c_str());
  }

  iamproof::Source small_text_;
  iamproof::Catalogue catalogue_;
  std::uint64_t number_ = 0;
  Json document_;
  std::vector<Statement> statements_;
  std::set<std::size_t> removed_;
  std::map<std::string, std::uint64_t> found_, undecided_;
  std::uint64_t refused_ = 0, failed_ = 0;
};

}  // namespace

int main(int argc, char** argv) {
  const agree::Run run = agree::run_of("lint_agree", argc, argv, 3'000);
  Runner runner;
  agree::run_worlds(run, runner);
  return runner.finish(run.worlds);
}
