// A fact is a statement in IAM's own language that applies to no request, so that a search takes it for one more
// statement that must not apply:
//
//   a request through a VPC endpoint carries no aws:SourceIp
//   {"Null": {"aws:SourceVpce": "false", "aws:SourceIp": "false"}}
//
// Facts that tie values together ("aws:PrincipalAccount is the account in aws:PrincipalArn") are endlessly many such
// statements, one for each value. Those are made that a scene breaks, from the values it has:
//
//   aws:PrincipalAccount = 111122223333, aws:PrincipalArn = arn:aws:iam::444455556666:role/r
//   {"StringEquals": {"aws:PrincipalAccount": "111122223333"}, "ArnNotLike": {"aws:PrincipalArn":
//   "arn:*:*:*:1111..:*"}}
//
// A fact is used only where the problem tests all of its keys: what else a request carries is free to fit. So that
// nothing is lost, facts that follow from others are written down as well (an endpoint's owner comes with no
// aws:SourceIp).
#include "prove/cross_key.h"

#include <algorithm>
#include <array>

#include "arn/arn.h"
#include "json/json.h"
#include "support/embedded.h"
#include "support/text.h"

namespace iamproof {

namespace {

using json::Kind;
using json::Member;

/// A condition as it is written.
struct Test {
  std::string_view op, key;
  std::vector<std::string> values;
};

std::optional<Predicate> compile_test(const Test& test) {
  Condition condition;
  condition.op.text = test.op;
  condition.key.text = test.key;
  for (const std::string& value : test.values) condition.values.push_back({Text{value, {}}, ValueType::string});
  return Predicate::compile(condition, false);
}

std::shared_ptr<CompiledStatement> never(const std::vector<Test>& tests) {
  auto statement = std::make_shared<CompiledStatement>();
  statement->resources.patterns.push_back({read_template("*", {}), {}, false});
  for (const Test& test : tests) {
    if (auto predicate = compile_test(test)) statement->conditions.push_back(std::move(*predicate));
  }
  return statement;
}

std::shared_ptr<const CompiledStatement> read_never(json::Value conditions) {
  std::vector<Test> tests;
  for (const Member block : conditions.members()) {
    for (const Member entry : block.value.members()) {
      tests.push_back({block.key.text(), entry.key.text(), {std::string(entry.value.text())}});
    }
  }
  return never(tests);
}

CrossKeyFact read_fact(json::Value object) {
  CrossKeyFact fact;
  for (const auto& [key, value] : object.members()) {
    if (key.text() == "id") fact.id = value.text();
    if (key.text() == "title") fact.title = value.text();
    if (key.text() == "source") fact.source = value.text();
    if (key.text() == "certain") fact.certain = value.text() == "true";
    if (key.text() == "signed") fact.is_signed = value.text() == "true";
    if (key.text() == "never") {
      for (const json::Value conditions : value.elements()) fact.never.push_back(read_never(conditions));
    }
    if (key.text() == "binds") {
      for (const json::Value bound : value.elements()) fact.binds.push_back(folded(bound.text()));
    }
  }
  return fact;
}

std::vector<CrossKeyFact> read_facts() {
  std::vector<CrossKeyFact> facts;
  const Source source(std::string(embedded_facts.front().name), std::string(embedded_facts.front().text));
  const auto document = json::read(source);
  if (!document) return facts;  // a test reads the text: it is one
  for (const Member member : document->root().members()) {
    for (const json::Value fact : member.value.elements()) facts.push_back(read_fact(fact));
  }
  return facts;
}

/// One statement of a fact, found by the first of its keys.
struct Entry {
  std::string_view key;
  const CrossKeyFact* fact;
  std::shared_ptr<const CompiledStatement> never;  ///< none of a fact that binds values
};

std::vector<Entry> index_facts() {
  std::vector<Entry> entries;
  for (const CrossKeyFact& fact : cross_key_facts()) {
    for (const auto& statement : fact.never) entries.push_back({statement->conditions.front().key(), &fact, statement});
    if (!fact.binds.empty()) entries.push_back({fact.binds.front(), &fact, nullptr});
  }
  std::stable_sort(entries.begin(), entries.end(), [](const Entry& a, const Entry& b) { return a.key < b.key; });
  return entries;
}

const std::vector<Entry>& index() {
  static const std::vector<Entry> entries = index_facts();
  return entries;
}

bool holds(const CompiledStatement& statement, const Scene& scene) {
  if (!statement.resources.is_everything() && !statement.resources.matches(scene.resource, scene.context)) return false;
  return std::all_of(statement.conditions.begin(), statement.conditions.end(), [&](const Predicate& predicate) {
    const auto at = scene.context.find(predicate.key());
    return predicate.holds(at == scene.context.end() ? nullptr : &at->second, scene.context);
  });
}

const std::string* text_of(const Scene& scene, std::string_view key) {
  const auto at = scene.context.find(key);
  return at == scene.context.end() ? nullptr : std::get_if<std::string>(&at->second);
}

const std::vector<std::string>* set_of(const Scene& scene, std::string_view key) {
  const auto at = scene.context.find(key);
  return at == scene.context.end() ? nullptr : std::get_if<std::vector<std::string>>(&at->second);
}

/// Of a text that stands for itself as a pattern.
bool is_plain(std::string_view text) {
  return text.find_first_of("*?$") == std::string_view::npos;
}

using Statements = std::vector<std::shared_ptr<const CompiledStatement>>;

// Each of these makes its statements only for a scene whose values disagree: to compare them costs less.
//
// A search makes the first test fail that can. It is the one that then has the value of the scene left, so that no
// search goes through all names there are.

/// A key with one value that is a member of another's set.
void tie_member(const CrossKeyFact& fact, const Scene& scene, Statements& out) {
  const std::string* member = text_of(scene, fact.binds[0]);
  const std::vector<std::string>* set = set_of(scene, fact.binds[1]);
  if (member == nullptr || set == nullptr || std::find(set->begin(), set->end(), *member) != set->end()) return;
  out.push_back(
      never({{"ForAllValues:StringNotEquals", fact.binds[1], {*member}}, {"StringEquals", fact.binds[0], {*member}}}));
}

/// An organization and the paths in it.
void tie_paths(const CrossKeyFact& fact, const Scene& scene, Statements& out) {
  const std::string* organization = text_of(scene, fact.binds[0]);
  const std::vector<std::string>* paths = set_of(scene, fact.binds[1]);
  if (organization == nullptr || paths == nullptr || !is_plain(*organization)) return;
  const auto is_inside = [&](const std::string& path) { return path.starts_with(*organization + "/"); };
  if (std::all_of(paths->begin(), paths->end(), is_inside)) return;
  out.push_back(never({{"ForAnyValue:StringNotLike", fact.binds[1], {*organization + "/*"}},
                       {"StringEquals", fact.binds[0], {*organization}}}));
}

std::vector<std::string> users_called(std::string_view name) {
  return {std::string("arn:*:iam::*:user/").append(name), std::string("arn:*:iam::*:user/*/").append(name)};
}

void tie_user_name(const CrossKeyFact& fact, const Scene& scene, Statements& out) {
  const std::string* name = text_of(scene, fact.binds[0]);
  const std::string* arn = text_of(scene, fact.binds[1]);
  if (name == nullptr && arn == nullptr) return;
  if (name != nullptr && arn != nullptr && arn->ends_with("/" + *name)) return;
  if (name != nullptr && is_plain(*name)) {
    out.push_back(
        never({{"ArnNotLike", fact.binds[1], users_called(*name)}, {"StringEquals", fact.binds[0], {*name}}}));
  }
  if (arn == nullptr || arn->find(":user/") == std::string::npos) return;
  const std::string of_arn = arn->substr(arn->rfind('/') + 1);
  if (of_arn.empty() || !is_plain(of_arn)) return;
  out.push_back(
      never({{"ArnLike", fact.binds[1], users_called(of_arn)}, {"StringNotEquals", fact.binds[0], {of_arn}}}));
}

std::string in_account(std::string_view account) {
  return std::string("arn:*:*:*:").append(account).append(":*");
}

void tie_principal_account(const CrossKeyFact& fact, const Scene& scene, Statements& out) {
  const std::string* account = text_of(scene, fact.binds[0]);
  const std::string* arn = text_of(scene, fact.binds[1]);
  const auto parts = split_arn(arn == nullptr ? std::string_view() : *arn);
  if (!parts || (account != nullptr && *account == parts->account)) return;
  if (account != nullptr && is_plain(*account)) {
    out.push_back(never({{"ArnNotLike", fact.binds[1], {in_account(*account)}},
                         {"StringEquals", fact.binds[0], {*account}},
                         {"Null", fact.binds[1], {"false"}}}));
  }
  if (is_account_id(parts->account)) {
    out.push_back(never({{"StringNotEquals", fact.binds[0], {std::string(parts->account)}},
                         {"ArnLike", fact.binds[1], {in_account(parts->account)}}}));
  }
}

ResourceElement not_owned_by_others(std::string_view account) {
  ResourceElement element;
  element.negated = true;
  for (Glob& glob : of_account_or_none(account)) element.patterns.push_back({Template{std::move(glob), {}}, {}, false});
  return element;
}

void tie_resource_account(const CrossKeyFact& fact, const Scene& scene, Statements& out) {
  const std::string* account = text_of(scene, fact.binds[0]);
  const auto parts = split_arn(scene.resource);
  if (account == nullptr || !parts || !is_account_id(parts->account) || parts->service.starts_with("s3")) return;
  if (*account == parts->account) return;
  auto statement =
      never({{"StringNotEquals", fact.binds[0], {std::string(parts->account)}}, {"Null", fact.binds[0], {"false"}}});
  // Of the service at hand: a wildcard would take in S3.
  const std::string arn = std::string("arn:*:").append(parts->service).append(":*:").append(parts->account) + ":*";
  statement->resources.patterns = {{Template{*arn_like(Glob(arn)), {}}, {}, false}};
  out.push_back(std::move(statement));
  if (!is_account_id(*account)) return;
  statement = never({{"StringEquals", fact.binds[0], {*account}}});
  statement->resources = not_owned_by_others(*account);
  out.push_back(std::move(statement));
}

/// At every second the clocks are on the same side of it. Those at which the scene has them are tried.
void tie_clocks(const CrossKeyFact& fact, const Scene& scene, const KeyTable& keys, Statements& out) {
  const std::string* current = text_of(scene, fact.binds[0]);
  const std::string* epoch = text_of(scene, fact.binds[1]);
  if (current == nullptr || epoch == nullptr) return;
  const auto now = Instant::parse(*current);
  if (now && now == Instant::parse(*epoch)) return;
  const bool numeric = keys.find(fact.binds[1])->second.family == Family::numeric;
  const auto op = [&](const char* of_number, const char* of_date) { return numeric ? of_number : of_date; };
  std::vector<std::string> seconds;
  if (now) seconds.push_back(std::to_string(now->seconds));
  if (const auto instant = Instant::parse(epoch->substr(0, epoch->find('.')))) {
    seconds.push_back(std::to_string(instant->seconds));
  }
  for (const std::string& second : seconds) {
    if (second.front() == '-') continue;  // no text says so
    const std::string_view a = fact.binds[0];
    const std::string_view b = fact.binds[1];
    out.push_back(
        never({{"DateLessThan", a, {second}}, {op("NumericGreaterThanEquals", "DateGreaterThanEquals"), b, {second}}}));
    out.push_back(
        never({{"DateLessThanEquals", a, {second}}, {op("NumericGreaterThan", "DateGreaterThan"), b, {second}}}));
    out.push_back(
        never({{"DateGreaterThan", a, {second}}, {op("NumericLessThanEquals", "DateLessThanEquals"), b, {second}}}));
    out.push_back(
        never({{"DateGreaterThanEquals", a, {second}}, {op("NumericLessThan", "DateLessThan"), b, {second}}}));
  }
}

/// The instants that a problem compares a key with.
void add_instants(const SearchProblem& problem, std::string_view key, std::vector<Instant>& out) {
  problem.for_each([&](const CompiledStatement& statement) {
    for (const Predicate& predicate : statement.conditions) {
      const auto& instants = predicate.operands().instants;
      if (predicate.key() == key) out.insert(out.end(), instants.begin(), instants.end());
    }
  });
}

/// No instant lies between the two: those of the problem are tried, where the scene has one between.
void tie_issue_time(const CrossKeyFact& fact, const Scene& scene, const SearchProblem* problem, Statements& out) {
  const std::string* issued = text_of(scene, fact.binds[0]);
  const std::string* current = text_of(scene, fact.binds[1]);
  if (issued == nullptr || current == nullptr) return;
  const auto begin = Instant::parse(*issued);
  const auto now = Instant::parse(*current);
  if (!begin || !now || *begin <= *now) return;
  out.push_back(
      never({{"DateLessThan", fact.binds[1], {*issued}}, {"DateGreaterThanEquals", fact.binds[0], {*issued}}}));
  std::vector<Instant> between;
  if (problem != nullptr) {
    for (const std::string& key : fact.binds) add_instants(*problem, key, between);
  }
  for (const Instant& instant : between) {
    const auto text = instant.text();
    if (!text || instant < *now || instant > *begin) continue;
    out.push_back(never({{"DateLessThan", fact.binds[1], {*text}}, {"DateGreaterThanEquals", fact.binds[0], {*text}}}));
    out.push_back(never({{"DateLessThanEquals", fact.binds[1], {*text}}, {"DateGreaterThan", fact.binds[0], {*text}}}));
  }
}

/// Names of tags and of keys compare without case.
void tie_tag_keys(const CrossKeyFact& fact, const Scene& scene, const KeyTable& keys, Statements& out) {
  const std::string& prefix = fact.binds[1];
  for (auto at = keys.lower_bound(prefix); at != keys.end() && at->first.starts_with(prefix); ++at) {
    const std::string tag = at->first.substr(prefix.size());
    if (!scene.context.contains(at->first)) continue;
    const std::vector<std::string>* passed = set_of(scene, fact.binds[0]);
    const auto is_tag = [&](const std::string& key) { return equal_folded(key, tag); };
    if (passed != nullptr && std::any_of(passed->begin(), passed->end(), is_tag)) continue;
    if (fact.certain) {
      out.push_back(never({{"Null", at->first, {"false"}},
                           {"Null", fact.binds[0], {"false"}},
                           {"ForAllValues:StringNotEqualsIgnoreCase", fact.binds[0], {tag}}}));
    } else {
      out.push_back(never({{"Null", at->first, {"false"}}, {"Null", fact.binds[0], {"true"}}}));
    }
  }
}

/// `problem`: what the statements are for, if they are for one.
Statements tie(const CrossKeyFact& fact, const Scene& scene, const KeyTable& keys, const SearchProblem* problem) {
  Statements out;
  if (fact.id == "called-via-first" || fact.id == "called-via-last") tie_member(fact, scene, out);
  if (fact.id.ends_with("-organization-path")) tie_paths(fact, scene, out);
  if (fact.id == "user-name-of-arn") tie_user_name(fact, scene, out);
  if (fact.id == "principal-account-of-arn") tie_principal_account(fact, scene, out);
  if (fact.id == "resource-account-of-arn") tie_resource_account(fact, scene, out);
  if (fact.id == "one-clock") tie_clocks(fact, scene, keys, out);
  if (fact.id == "credentials-before-request") tie_issue_time(fact, scene, problem, out);
  if (fact.id == "tag-keys-of-tags" || fact.id == "tags-have-tag-keys") tie_tag_keys(fact, scene, keys, out);
  return out;
}

bool tests(const SearchProblem& problem, std::string_view key) {
  bool found = false;
  problem.for_each([&](const CompiledStatement& statement) {
    found = found || std::any_of(statement.conditions.begin(), statement.conditions.end(),
                                 [&](const Predicate& predicate) { return predicate.key() == key; });
  });
  return found;
}

bool tests_all_of(const SearchProblem& problem, const CompiledStatement& statement) {
  return std::all_of(statement.conditions.begin(), statement.conditions.end(),
                     [&](const Predicate& predicate) { return tests(problem, predicate.key()); });
}

/// A pattern whose `*` hold no colons, but for `%`.
Glob arn_pattern(std::string_view text) {
  std::vector<Token> tokens;
  for (const char c : text) {
    if (c == '*' || c == '%') {
      tokens.push_back({.kind = Token::Kind::many, .cls = c == '*' ? CharClass::no_colon : CharClass::any});
    } else {
      tokens.push_back({.kind = Token::Kind::literal, .c = static_cast<unsigned char>(c)});
    }
  }
  return Glob::from_tokens(std::move(tokens));
}

/// The last part of a name's path holds no colon. Paths may.
std::shared_ptr<const Confinement> principal_arns() {
  static const auto form = [] {
    Confinement arns;
    arns.inside = {arn_pattern("arn:aws*:iam::*:*"), arn_pattern("arn:aws*:iam::*:%/*"),
                   arn_pattern("arn:aws*:sts::*:%")};
    arns.may_be_absent = true;
    return std::make_shared<const Confinement>(std::move(arns));
  }();
  return form;
}

bool is_in(const Confinement& form, const std::string& text) {
  return std::any_of(form.inside.begin(), form.inside.end(), [&](const Glob& glob) { return glob.matches(text); });
}

}  // namespace

std::span<const CrossKeyFact> cross_key_facts() {
  static const std::vector<CrossKeyFact> facts = read_facts();
  return facts;
}

CrossKeys::CrossKeys(const KeyTable& keys, bool is_signed) : keys_(keys) {
  for (const auto& [key, facts] : keys) {
    if (!key.starts_with("aws:")) continue;
    const auto& entries = index();
    auto entry = std::lower_bound(entries.begin(), entries.end(), key,
                                  [](const Entry& a, const std::string& name) { return a.key < name; });
    for (; entry != entries.end() && entry->key == key; ++entry) {
      if (entry->fact->is_signed && !is_signed) continue;
      if (entry->never == nullptr) {
        bound_.push_back(entry->fact);
        looks_at_resource_ = looks_at_resource_ || entry->fact->id == "resource-account-of-arn";
      } else if (std::all_of(entry->never->conditions.begin(), entry->never->conditions.end(),
                             [&](const Predicate& predicate) { return is_usable(predicate); })) {
        fixed_.push_back({entry->fact, entry->never, nullptr});
      }
    }
  }
}

/// Facts are about the keys as AWS has them. A catalogue may have others of their names.
bool CrossKeys::is_usable(const Predicate& predicate) const {
  const auto at = keys_.find(predicate.key());
  if (at == keys_.end() || !at->second.known || !at->second.fits(predicate.op().family)) return false;
  if (!predicate.is_documented()) return false;  // a tag beyond ASCII, compared without case
  return predicate.op().family == Family::null ||
         at->second.multivalued == (predicate.op().qualifier != Qualifier::none);
}

/// Most statements are out for what the scene carries, which is asked first.
void CrossKeys::add_if_broken(const Exclusion& exclusion, const Scene& scene, const SearchProblem& problem,
                              Exclusions& out) const {
  if (holds(*exclusion.never, scene) && tests_all_of(problem, *exclusion.never)) out.push_back(exclusion);
}

bool CrossKeys::fits(const Scene& scene, const SearchProblem& problem) {
  if (fitting_ == scene.context) return true;
  if (!broken_by(scene, problem, Certainty::any).empty()) return false;
  if (!looks_at_resource_ && breaks_none(scene)) fitting_ = scene.context;
  return true;
}

bool CrossKeys::breaks_none(const Scene& scene) const {
  return std::none_of(fixed_.begin(), fixed_.end(),
                      [&](const Exclusion& exclusion) { return holds(*exclusion.never, scene); }) &&
         std::all_of(bound_.begin(), bound_.end(), [&](const CrossKeyFact* fact) {
           if (fact->id == "principal-arn-form") return text_of(scene, fact->binds.front()) == nullptr;
           const Statements statements = tie(*fact, scene, keys_, nullptr);
           return std::none_of(statements.begin(), statements.end(),
                               [&](const auto& statement) { return holds(*statement, scene); });
         });
}

Exclusions CrossKeys::broken_by(const Scene& scene, const SearchProblem& problem, Certainty certainty) const {
  Exclusions out;
  for (const Exclusion& exclusion : fixed_) {
    if (exclusion.fact->certain || certainty == Certainty::any) add_if_broken(exclusion, scene, problem, out);
  }
  for (const CrossKeyFact* fact : bound_) {
    if (!fact->certain && certainty != Certainty::any) continue;
    if (fact->id == "principal-arn-form") {
      const std::string* arn = text_of(scene, fact->binds.front());
      const bool breaks = arn != nullptr && split_arn(*arn) && !is_in(*principal_arns(), *arn);
      if (breaks && tests(problem, fact->binds.front())) out.push_back({fact, nullptr, principal_arns()});
      continue;
    }
    for (const auto& statement : tie(*fact, scene, keys_, &problem)) {
      const bool usable = std::all_of(statement->conditions.begin(), statement->conditions.end(),
                                      [&](const Predicate& predicate) { return is_usable(predicate); });
      if (usable) add_if_broken({fact, statement, nullptr}, scene, problem, out);
    }
  }
  return out;
}

Exclusions CrossKeys::about(const SearchProblem& problem, Certainty certainty) const {
  Exclusions out;
  for (const Exclusion& exclusion : fixed_) {
    if ((exclusion.fact->certain || certainty == Certainty::any) && tests_all_of(problem, *exclusion.never)) {
      out.push_back(exclusion);
    }
  }
  return out;
}

}  // namespace iamproof
