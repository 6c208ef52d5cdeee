// A claim file is JSON around IAM statements without Effect, or around a whole policy to compare with; these are read
// by the reader of policies.
#include <algorithm>
#include <array>
#include <set>

#include <fmt/format.h>

#include "compile/full_access.h"
#include "iamproof/prove.h"
#include "json/json.h"
#include "policy/faults.h"
#include "policy/grammar.h"
#include "policy/grammar_checks.h"
#include "policy/model.h"
#include "policy/path.h"
#include "policy/read.h"
#include "prove/claim.h"
#include "prove/read_trusted.h"
#include "source/excerpt.h"

namespace iamproof {

static constexpr std::array<std::string_view, 7> kind_names = {
    "never-allowed", "always-denied", "always-allowed", "only-within", "no-new-access", "equivalent", "no-outsiders"};

std::string_view to_string(ClaimKind kind) {
  return kind_names[static_cast<std::size_t>(kind)];
}

std::optional<ClaimKind> claim_kind_from(std::string_view name) {
  const auto at = std::find(kind_names.begin(), kind_names.end(), name);
  if (at == kind_names.end()) return std::nullopt;
  return static_cast<ClaimKind>(at - kind_names.begin());
}

namespace {

using json::Kind;
using json::Member;
using json::Value;

class ClaimReader {
 public:
  ClaimReader(const json::Document& document, const ClaimReadOptions& options)
      : document_(document),
        source_(document.source()),
        options_(options),
        faults_(document.source(), options.limits.faults),
        regions_(std::make_shared<Policy>()) {
    regions_->source = &source_;
    regions_->type = PolicyType::identity;
    regions_->decoded = document.decoded();
    // Regions are written in the current language, policy variables included.
    regions_->version = Text{"2012-10-17", {}};
  }

  Result<ClaimFile> read(Value root) {
    if (!root.is(Kind::object)) {
      fail(root, fmt::format("a claim file is an object with `claims`, not {}", json::with_article(root.kind())));
    } else {
      read_members(root);
    }
    take_faults();
    if (!errors_.empty()) return std::move(errors_);
    file_.regions = regions_;
    return std::move(file_);
  }

 private:
  void fail(Value at, std::string message) {
    errors_.push_back({source_.name(), source_.position(at.span().begin), std::move(message)});
  }

  void read_members(Value root) {
    bool has_claims = false;
    for (const Member member : root.members()) {
      const std::string_view name = member.key.text();
      if (name == "name") {
        file_.name = string(member);
      } else if (name == "title") {
        file_.title = string(member);
      } else if (name == "claims") {
        has_claims = true;
        read_claims(member.value);
      } else {
        fail(member.key, fmt::format("`{}` is no element of a claim file; expected `name`, `title`, `claims`", name));
      }
    }
    if (!has_claims) fail(root, "a claim file needs `claims`, an array of claims");
  }

  void read_claims(Value list) {
    if (!list.is(Kind::array)) return fail(list, "`claims` is an array of claims");
    std::size_t index = 0;
    std::set<std::string, std::less<>> ids;
    const Path root;
    const Path claims(root, "claims");
    std::vector<Value> objects;
    for (const Value value : list.elements()) {
      const Path path(claims, index++);
      if (!value.is(Kind::object)) {
        fail(value, "a claim is an object");
        continue;
      }
      Claim claim = read_claim(value, path);
      if (!ids.insert(claim.id).second) fail(value, fmt::format("the id `{}` is taken by an earlier claim", claim.id));
      file_.claims.push_back(std::move(claim));
      objects.push_back(value);
    }
    for (std::size_t i = 0; i < objects.size(); ++i) check_unless_refuted(file_.claims[i], objects[i]);
  }

  /// A claim that steps back for another one, which steps back for it, would never be heard of.
  void check_unless_refuted(const Claim& claim, Value object) {
    const Claim* at = &claim;
    for (std::size_t steps = 0; steps < file_.claims.size(); ++steps) {
      if (at->unless_refuted.empty()) return;
      const auto next = std::find_if(file_.claims.begin(), file_.claims.end(),
                                     [&](const Claim& other) { return other.id == at->unless_refuted; });
      if (next == file_.claims.end()) {
        return fail(object,
                    fmt::format("`unless_refuted` names `{}`, which is no claim of this file", at->unless_refuted));
      }
      at = &*next;
    }
    fail(object, fmt::format("`unless_refuted` of `{}` leads back to where it was", claim.id));
  }

  Claim read_claim(Value object, const Path& path) {
    Claim claim;
    bool has_kind = false;
    std::optional<Value> region, reference, trusted;  // the elements' names
    for (const Member member : object.members()) {
      const std::string_view name = member.key.text();
      if (name == "id") {
        claim.id = string(member);
      } else if (name == "title") {
        claim.title = string(member);
      } else if (name == "help") {
        claim.help = string(member);
      } else if (name == "unless_refuted") {
        claim.unless_refuted = string(member);
      } else if (name == "severity") {
        if (const auto severity = severity_from(string(member))) {
          claim.severity = *severity;
        } else {
          fail(member.value, "a severity is `error`, `security-warning`, `warning` or `suggestion`");
        }
      } else if (name == "claim") {
        has_kind = true;
        if (const auto kind = claim_kind_from(string(member))) {
          claim.kind = *kind;
        } else {
          fail(member.value, fmt::format("a claim is one of `{}`", fmt::join(kind_names, "`, `")));
        }
      } else if (name == "region") {
        region = member.key;
        claim.region = read_region(member.value, Path(path, "region"));
      } else if (name == "families") {
        region = member.key;
        claim.families = strings(member);
      } else if (name == "trusted") {
        trusted = member.key;
        claim.trusted = read_trusted(member.value, [this](Value at, std::string what) { fail(at, std::move(what)); });
      } else if (name == "reference") {
        reference = member.key;
        claim.reference = read_reference(member.value);
      } else {
        fail(member.key, fmt::format("`{}` is no element of a claim", name));
      }
    }
    if (claim.id.empty()) fail(object, "a claim needs an `id`");
    if (!has_kind) fail(object, "a claim needs `claim`, one of the kinds of claims");
    if (trusted && claim.kind != ClaimKind::no_outsiders) fail(*trusted, "only `no-outsiders` has a zone of trust");
    if (has_kind) check_subject(claim, object, region, reference);
    if (claim.title.empty()) claim.title = claim.id;
    return claim;
  }

  /// What a claim is about follows from its kind: a region, or a policy to compare with.
  void check_subject(const Claim& claim, Value object, std::optional<Value> region, std::optional<Value> reference) {
    const std::string_view kind = to_string(claim.kind);
    if (compares(claim.kind)) {
      if (!reference)
        fail(object, fmt::format("`{}` needs `reference`, a policy or the path of a file with one", kind));
      if (region)
        fail(*region, fmt::format("`{}` compares with its `reference`: it takes no `{}`", kind, region->text()));
      return;
    }
    if (reference)
      fail(*reference, fmt::format("`{}` takes no `reference`; `no-new-access` and `equivalent` do", kind));
    if (claim.kind == ClaimKind::no_outsiders) {
      if (region)
        fail(*region, fmt::format("`{}` is about all that is allowed: it takes no `{}`", kind, region->text()));
      return;
    }
    if (!region) {
      fail(object, "a claim needs `region`, `families`, or both");
    } else if (claim.region.empty() && claim.families.empty()) {
      fail(object, "the region of a claim is not empty: it would be proved of every policy, or refuted by every Allow");
    }
  }

  /// A policy that stands in the claim, or the path of its file.
  std::optional<Policy> read_reference(Value value) {
    if (value.is(Kind::string)) return read_reference_file(value);
    if (!value.is(Kind::object)) {
      fail(value, fmt::format("`reference` is a policy or the path of a file with one, not {}",
                              json::with_article(value.kind())));
      return std::nullopt;
    }
    const auto type_of = [this](const Policy& policy) { return options_.reference_type.value_or(guess_type(policy)); };
    return take_reference(read_policy(document_, value, type_of, options_.limits), source_);
  }

  std::optional<Policy> read_reference_file(Value path) {
    if (!options_.open) {
      fail(path, "`reference` names a file, and none can be read here: put the policy itself there");
      return std::nullopt;
    }
    Result<std::shared_ptr<const Source>> source = options_.open(path.text());
    if (!source) {  // the place to look at is where the file is named
      fail(path, fmt::format("the reference {} {}", in_backticks(path.text()), source.errors().front().message));
      return std::nullopt;
    }
    file_.sources.push_back(*source);
    return take_reference(parse(**source, {options_.reference_type, options_.limits}), **source);
  }

  std::optional<Policy> take_reference(Result<Reading> reading, const Source& source) {
    if (!reading) {
      errors_.insert(errors_.end(), reading.errors().begin(), reading.errors().end());
      return std::nullopt;
    }
    for (const Finding& fault : reading->faults) {
      if (fault.severity != Severity::error) continue;
      errors_.push_back({source.name(), source.position(fault.span.begin), fault.message});
    }
    return std::move(reading->policy);
  }

  /// Reads the statements as a policy's, and checks the elements a region may have as a policy's are checked.
  std::vector<Statement> read_region(Value list, const Path& path) {
    regions_->statements.clear();
    if (!list.is(Kind::array)) {
      fail(list, "a region is an array of statements");
      return {};
    }
    read_statements(list, path, *regions_, faults_);
    const GrammarContext context{*regions_, faults_};
    for (const Statement& statement : regions_->statements) {
      const Path here(statement.pointer);
      if (statement.actions || statement.not_actions) check_actions(context, statement, here);
      if (statement.resources || statement.not_resources) check_resources(context, statement, here);
      check_conditions(context, statement, here);
      if (statement.effect_text) reject(*statement.effect_text, "a statement of a region has no Effect");
      if (statement.principal || statement.not_principal) {
        errors_.push_back(
            {source_.name(), source_.position(statement.span.begin), "a statement of a region has no Principal"});
      }
    }
    return std::move(regions_->statements);
  }

  void reject(const Text& text, std::string message) {
    errors_.push_back({source_.name(), source_.position(text.span.begin), std::move(message)});
  }

  std::string string(const Member& member) {
    if (!member.value.is(Kind::string)) {
      fail(member.value,
           fmt::format("`{}` is a string, not {}", member.key.text(), json::with_article(member.value.kind())));
    }
    return std::string(member.value.text());
  }

  std::vector<std::string> strings(const Member& member) {
    std::vector<std::string> out;
    if (!member.value.is(Kind::array)) {
      fail(member.value, fmt::format("`{}` is an array of strings", member.key.text()));
      return out;
    }
    for (const Value element : member.value.elements()) {
      if (!element.is(Kind::string)) fail(element, fmt::format("`{}` is an array of strings", member.key.text()));
      out.emplace_back(element.text());
    }
    return out;
  }

  /// What IAM stores although no value ever matches it. A region of no requests would be proved of every policy.
  static bool matches_nothing(const Finding& fault) {
    constexpr const GrammarCheck* never[] = {&grammar::invalid_boolean,       &grammar::invalid_number,
                                             &grammar::invalid_ip_range,      &grammar::invalid_base64,
                                             &grammar::impossible_date,       &grammar::space_in_action,
                                             &grammar::invalid_condition_key, &grammar::action_without_name};
    return std::any_of(std::begin(never), std::end(never),
                       [&](const GrammarCheck* check) { return check->id == fault.check; });
  }

  /// What IAM would refuse in a policy cannot be claimed either.
  void take_faults() {
    for (Finding& fault : std::move(faults_).take()) {
      if (fault.severity != Severity::error && !matches_nothing(fault)) continue;
      errors_.push_back({source_.name(), source_.position(fault.span.begin), std::move(fault.message)});
    }
  }

  const json::Document& document_;
  const Source& source_;
  const ClaimReadOptions& options_;
  Faults faults_;
  std::shared_ptr<Policy> regions_;
  ClaimFile file_;
  Errors errors_;
};

/// A statement of a region may leave out Action or Resource: any will do.
void fill_in(CompiledStatement& compiled, const Statement& written, const Catalogue& catalogue) {
  const CompiledStatement everything = compile_patterns({{"*", {}}}, catalogue);
  if (!written.actions && !written.not_actions) compiled.actions = everything.actions;
  if (!written.resources && !written.not_resources) compiled.resources = everything.resources;
}

Errors compile_claim(const ClaimFile& file, const Claim& claim, const Catalogue& catalogue, CompiledClaim& out) {
  const Source& source = *file.regions->source;
  Errors errors;
  if (claim.reference) {
    Result<CompiledPolicies> reference = compile(as_attached(*claim.reference), catalogue);
    if (!reference) return reference.errors();
    out.reference = std::move(*reference);
  }
  for (const Statement& statement : claim.region) {
    auto compiled = compile_statement(statement, true, source, catalogue);
    if (!compiled) {
      errors.insert(errors.end(), compiled.errors().begin(), compiled.errors().end());
      continue;
    }
    fill_in(*compiled, statement, catalogue);
    out.region.push_back(std::move(*compiled));
  }
  for (const std::string& family : claim.families) {
    const auto entries = catalogue.family(family);
    if (entries.empty()) {
      errors.push_back({source.name(), {}, fmt::format("claim `{}`: there is no family `{}`", claim.id, family)});
    } else {
      out.region.push_back(compile_patterns(entries, catalogue));
    }
  }
  return errors;
}

}  // namespace

bool compares(ClaimKind kind) {
  return kind == ClaimKind::no_new_access || kind == ClaimKind::equivalent;
}

Result<ClaimFile> parse_claims(const Source& source, const ClaimReadOptions& options) {
  const auto document = json::read(source);
  if (!document) return document.errors();
  return ClaimReader(*document, options).read(document->root());
}

CompiledClaims::CompiledClaims(std::shared_ptr<const Impl> impl) : impl_(std::move(impl)) {}

const ClaimFile& CompiledClaims::file() const {
  return impl_->file;
}

Result<CompiledClaims> compile(ClaimFile claims, const Catalogue& catalogue) {
  auto impl = std::make_shared<CompiledClaims::Impl>(CompiledClaims::Impl{std::move(claims), catalogue, {}});
  impl->claims.resize(impl->file.claims.size());
  Errors errors;
  for (std::size_t i = 0; i < impl->claims.size(); ++i) {
    CompiledClaim& compiled = impl->claims[i];
    for (Error& error : compile_claim(impl->file, impl->file.claims[i], catalogue, compiled)) {
      errors.push_back(std::move(error));
    }
    for (const CompiledStatement& statement : compiled.region) compiled.statements.push_back(&statement);
  }
  if (!errors.empty()) return errors;
  return CompiledClaims(std::move(impl));
}

}  // namespace iamproof
