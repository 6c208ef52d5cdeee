// A subject is read, its claims are tried, and it is handed over before the next one is begun. Which packs are tried
// follows from the policy's type; each pack is read and compiled at most once, when the first policy needs it.
#include <algorithm>
#include <iterator>
#include <memory>

#include <fmt/format.h>

#include "compile/full_access.h"
#include "iamproof/lint.h"
#include "iamproof/pack.h"
#include "iamproof/scan.h"
#include "scan/guardrails.h"

namespace iamproof {

namespace {

/// Claims with the text that they borrow from.
struct Ruleset {
  std::unique_ptr<const Source> source;  ///< none where the caller owns it
  std::optional<CompiledClaims> claims;
};

/// A document while it is being checked. Stays where it is: its policy borrows from its source.
struct Document {
  std::unique_ptr<const Source> source;
  std::optional<Policy> policy;
};

class Check {
 public:
  Check(const Catalogue& catalogue, const CheckOptions& options, const std::function<void(const CheckSubject&)>& sink)
      : catalogue_(catalogue), options_(options), sink_(sink) {}

  /// Reads what was asked for by name, so that a wrong call fails before any work.
  Errors prepare() {
    Errors errors;
    for (const std::string& name : options_.packs) {
      if (const std::optional<Pack> pack = find_pack(name)) {
        packs_.push_back({*pack, {}});
      } else {
        errors.push_back({"", {}, unknown_pack(name)});
      }
    }
    if (options_.packs.empty() && options_.default_packs) {
      for (const Pack& pack : packs()) {
        if (pack.by_default) packs_.push_back({pack, {}});
      }
    }
    for (const Source* source : options_.claim_files) {
      compile_claims(parse_claims(*source, options_beside(source->name())), own_.emplace_back(), errors);
    }
    for (const ClaimFile& claims : options_.claims) compile_claims(claims, own_.emplace_back(), errors);
    for (Error& error : guardrails_.load(options_.guardrails, options_.read)) errors.push_back(std::move(error));
    return errors;
  }

  Result<CheckTotals> run(const std::vector<Input>& inputs) {
    if (options_.together) {
      check_together(inputs);
    } else {
      for (const Input& input : inputs) check_alone(input);
    }
    if (!errors_.empty()) return std::move(errors_);
    return totals_;
  }

 private:
  struct LoadedPack {
    Pack pack;
    Ruleset ruleset;  ///< empty until needed
  };

  /// Claims to try, and whether they are about a management account.
  struct Tried {
    const CompiledClaims& claims;
    bool in_management_account;
  };

  static std::string unknown_pack(std::string_view name) {
    std::string known;
    for (const Pack& pack : packs()) known += fmt::format("{}`{}`", known.empty() ? "" : ", ", pack.name);
    return fmt::format("there is no pack `{}`; of claims there is {}, of checks `aws`, `security`, `strict`", name,
                       known.empty() ? "none" : known);
  }

  /// References are read from where the claim file is.
  ClaimReadOptions options_beside(const std::string& claim_file) const {
    const std::size_t slash = claim_file.rfind('/');
    std::string folder = slash == std::string::npos ? "" : claim_file.substr(0, slash + 1);
    ClaimReadOptions options;
    options.reference_type = options_.read.type;
    options.limits = options_.read.limits;
    options.open = [folder = std::move(folder)](std::string_view path) -> Result<std::shared_ptr<const Source>> {
      std::string name = path.starts_with('/') ? std::string(path) : folder + std::string(path);
      Result<std::string> text = read_file(name);
      if (!text) return text.errors();
      return std::make_shared<const Source>(std::move(name), std::move(*text));
    };
    return options;
  }

  void compile_claims(Result<ClaimFile> file, Ruleset& ruleset, Errors& errors) const {
    if (!file) {
      errors.insert(errors.end(), file.errors().begin(), file.errors().end());
      return;
    }
    Result<CompiledClaims> compiled = compile(std::move(*file), catalogue_);
    if (compiled) {
      ruleset.claims.emplace(std::move(*compiled));
    } else {
      errors.insert(errors.end(), compiled.errors().begin(), compiled.errors().end());
    }
  }

  /// Adds one document to a subject, or to what was passed over.
  void read(const Input& input, CheckSubject& subject, std::vector<Document>& documents) {
    const std::string name = input.path == "-" ? "<stdin>" : input.path;
    Result<std::string> text = input.error  ? Result<std::string>(*input.error)
                               : input.text ? Result<std::string>(*input.text)
                                            : read_file(input.path);
    if (!text) {
      subject.documents.push_back({name, nullptr, nullptr});
      subject.errors.insert(subject.errors.end(), text.errors().begin(), text.errors().end());
      return;
    }
    auto source = std::make_unique<const Source>(name, std::move(*text));
    const bool meant_as_policy = looks_like_policy(*source);
    if (!meant_as_policy && (!input.named || options_.skip_non_policies)) {
      ++totals_.passed_over;
      return;
    }
    Document& document = documents.emplace_back();
    document.source = std::move(source);
    CheckedDocument& checked = subject.documents.emplace_back();
    checked.path = name;
    checked.source = document.source.get();
    Result<Reading> reading = parse(*document.source, options_.read);
    if (!reading) {
      subject.errors.insert(subject.errors.end(), reading.errors().begin(), reading.errors().end());
      if (auto fault = syntax_fault(*document.source, options_.read.limits)) {
        subject.not_json.push_back(std::move(*fault));
      }
    } else if (!meant_as_policy) {
      subject.errors.push_back({name, {}, "is not a policy: expected an object with a `Statement` element"});
    } else {
      const bool valid = reading->is_valid();
      std::vector<Finding> faults = std::move(reading->faults);
      if (!valid) {
        subject.not_analysed =
            options_.together ? fmt::format("IAM would refuse `{}`", name) : "IAM would refuse this document";
        if (options_.lint) {
          LintReport report = lint(reading->policy, catalogue_, lint_options());
          add_in_order(std::move(report.findings), faults);
          std::move(report.undecided.begin(), report.undecided.end(), std::back_inserter(subject.undecided));
        }
      }
      std::move(faults.begin(), faults.end(), std::back_inserter(subject.faults));
      document.policy.emplace(std::move(reading->policy));
    }
  }

  void check_alone(const Input& input) {
    CheckSubject subject;
    std::vector<Document> documents;
    read(input, subject, documents);
    if (!subject.documents.empty()) finish(subject, documents);
  }

  void check_together(const std::vector<Input>& inputs) {
    CheckSubject subject;
    std::vector<Document> documents;
    for (const Input& input : inputs) read(input, subject, documents);
    if (!subject.documents.empty()) finish(subject, documents);
  }

  void finish(CheckSubject& subject, std::vector<Document>& documents) {
    for (CheckedDocument& checked : subject.documents) {
      const auto own = std::find_if(documents.begin(), documents.end(),
                                    [&](const Document& document) { return document.source.get() == checked.source; });
      if (own != documents.end() && own->policy) checked.policy = &*own->policy;
    }
    if (!subject.errors.empty() && subject.documents.size() > 1) {
      subject.not_analysed = "all documents are analysed together, and not all could be read";
    }
    std::optional<CompiledPolicies> compiled;
    if (subject.is_analysed()) analyse(subject, documents, compiled);
    totals_.add(subject);
    sink_(subject);
  }

  void analyse(CheckSubject& subject, std::vector<Document>& documents, std::optional<CompiledPolicies>& compiled) {
    const bool claims = !packs_.empty() || !own_.empty();
    if (!claims && !options_.lint) return;
    const PolicyType type = subject.documents.front().policy->type;
    const std::vector<Tried> rulesets = rulesets_for(type);
    // Packs that nobody asked for are not missed by policies of a type that none is for: these are linted.
    if (claims && rulesets.empty() && (!options_.packs.empty() || !options_.lint)) {
      subject.not_analysed = fmt::format(
          "none of the packs is for {} policies; `--claims` tries claims of one's own on "
          "any type",
          to_string(type));
    }
    if (rulesets.empty() && !options_.lint) return;
    if (std::string why = compile_subject(subject, documents, compiled); !why.empty()) {
      subject.not_analysed = std::move(why);
      return;
    }
    if (options_.lint) lint_all(subject, *compiled);
    if (rulesets.empty()) return;
    subject.compiled = &*compiled;
    for (const Tried& tried : rulesets) prove_all(subject, tried);
  }

  /// The documents as a set, with the guardrails beside them. Returns why there is none; the documents are used up.
  std::string compile_subject(CheckSubject& subject, std::vector<Document>& documents,
                              std::optional<CompiledPolicies>& compiled) {
    Result<PolicySet> policies = placed(documents);
    for (CheckedDocument& checked : subject.documents) checked.policy = nullptr;
    if (!policies) return policies.errors().front().message;
    if (std::string conflict = guardrails_.add_to(*policies); !conflict.empty()) return conflict;
    Result<CompiledPolicies> result = compile(std::move(*policies), catalogue_);
    if (!result) return result.errors().front().message;
    compiled.emplace(std::move(*result));
    for (const PlacedPolicy& placed : compiled->documents()) {
      for (CheckedDocument& checked : subject.documents) {
        if (checked.source != placed.policy->source) continue;
        checked.policy = placed.policy;
        checked.part = placed.part;
        checked.level = placed.level;
      }
      if (placed.policy->source != full_aws_access().source) continue;
      subject.documents.push_back(
          {placed.policy->source->name(), placed.policy->source, placed.policy, true, PolicyType::scp, 0});
    }
    guardrails_.add_to(subject, *compiled);
    return {};
  }

  LintOptions lint_options() const {
    LintOptions options;
    options.pack = options_.lint_pack;
    options.resource_types = options_.prove.assume.resource_types;
    return options;
  }

  /// Both lists are in the order of one document.
  static void add_in_order(std::vector<Finding> more, std::vector<Finding>& findings) {
    const auto middle = static_cast<std::ptrdiff_t>(findings.size());
    std::move(more.begin(), more.end(), std::back_inserter(findings));
    std::inplace_merge(findings.begin(), findings.begin() + middle, findings.end(),
                       [](const Finding& a, const Finding& b) { return a.span.begin < b.span.begin; });
  }

  void lint_all(CheckSubject& subject, const CompiledPolicies& policies) const {
    LintOptions options = lint_options();
    options.part = subject.documents.front().part;  // guardrails are of other parts
    const Policy& main = main_document(policies);
    LintReport report = needs_full_access(main) ? lint_without_full_access(main, options) : lint(policies, options);
    std::move(report.findings.begin(), report.findings.end(), std::back_inserter(subject.faults));
    subject.undecided = std::move(report.undecided);
  }

  /// An SCP that only denies is looked at without what it takes from.
  LintReport lint_without_full_access(const Policy& policy, const LintOptions& options) const {
    const Result<CompiledPolicies> own = compile(alone(policy), catalogue_);
    return own ? lint(*own, options) : LintReport{};
  }

  /// Identity-based policies of one principal, or a single document of any type on its own.
  static Result<PolicySet> placed(std::vector<Document>& documents) {
    PolicySet set;
    if (documents.size() == 1) return as_attached(std::move(*documents.front().policy));
    for (Document& document : documents) {
      const PolicyType type = document.policy->type;
      if (type != PolicyType::identity) {
        return Error{"",
                     {},
                     fmt::format("policies that are analysed together are identity policies, and `{}` is of type "
                                 "`{}`: there are options for policies that decide beside them",
                                 document.source->name(), to_string(type))};
      }
      set.identity.push_back(std::move(*document.policy));
    }
    return set;
  }

  std::vector<Tried> rulesets_for(PolicyType type) {
    std::vector<Tried> result;
    for (LoadedPack& loaded : packs_) {
      if (std::find(loaded.pack.fits.begin(), loaded.pack.fits.end(), type) == loaded.pack.fits.end()) continue;
      if (!loaded.ruleset.source) {
        loaded.ruleset.source =
            std::make_unique<const Source>(std::string(loaded.pack.name), std::string(loaded.pack.text));
        compile_claims(parse_claims(*loaded.ruleset.source), loaded.ruleset, errors_);
      }
      if (loaded.ruleset.claims) result.push_back({*loaded.ruleset.claims, loaded.pack.in_management_account});
    }
    for (const Ruleset& own : own_) result.push_back({*own.claims, false});
    return result;
  }

  void prove_all(CheckSubject& subject, const Tried& tried) const {
    const CompiledClaims& ruleset = tried.claims;
    const ClaimFile& file = ruleset.file();
    ProveOptions options = options_.prove;
    options.in_management_account = tried.in_management_account;
    std::vector<Answer> answers = prove(*subject.compiled, ruleset, options);
    if (tried.in_management_account && guardrails_.has_control_policies()) {
      remark_on_control_policies(subject, ruleset, answers);
    }
    for (std::size_t i = 0; i < answers.size(); ++i) {
      const std::optional<Policy>& reference = file.claims[i].reference;
      if (!needs_full_access(main_document(*subject.compiled)) && !(reference && needs_full_access(*reference)))
        continue;
      answers[i].assumptions.emplace_back(beside_full_access);
      std::sort(answers[i].assumptions.begin(), answers[i].assumptions.end());
    }
    std::vector<ClaimFindings> findings = findings_of(*subject.compiled, ruleset, answers);
    subject.packs.push_back(file.name);
    for (std::size_t i = 0; i < answers.size(); ++i) {
      CheckedClaim& checked = subject.claims.emplace_back();
      checked.file = &file;
      checked.claim = &file.claims[i];
      checked.in_management_account = tried.in_management_account;
      checked.strata = std::move(findings[i].strata);
      checked.findings = std::move(findings[i].findings);
      checked.answer = std::move(answers[i]);
      checked.reference = reference_of(ruleset, i, *subject.compiled);
    }
  }

  /// SCPs and RCPs bind nobody in a management account: a claim that would hold only under them does not hold.
  void remark_on_control_policies(CheckSubject& subject, const CompiledClaims& ruleset,
                                  const std::vector<Answer>& answers) const {
    const std::vector<Answer> elsewhere = prove(*subject.compiled, ruleset, options_.prove);
    std::vector<std::string> relying;
    for (std::size_t i = 0; i < answers.size(); ++i) {
      const bool holds_elsewhere = std::holds_alternative<Proved>(elsewhere[i].verdict);
      if (holds_elsewhere && !std::holds_alternative<Proved>(answers[i].verdict)) {
        relying.push_back("`" + ruleset.file().claims[i].id + "`");
      }
    }
    if (relying.empty()) return;
    const Policy& policy = guardrails_.first_control_policy();
    Finding finding;
    finding.check = "guardrail-in-management-account";
    finding.severity = Severity::error;
    finding.message = fmt::format("{} would hold under this {}, which does nothing in the management account",
                                  fmt::join(relying, ", "), policy.type == PolicyType::scp ? "SCP" : "RCP");
    finding.path = policy.source->name();
    finding.span = {policy.span.begin, policy.span.begin + 1};
    finding.help = "say in the policy itself, or in its permissions boundary, what may not be done";
    subject.faults.push_back(std::move(finding));
  }

  const Catalogue& catalogue_;
  const CheckOptions& options_;
  const std::function<void(const CheckSubject&)>& sink_;
  Guardrails guardrails_;
  std::vector<LoadedPack> packs_;
  std::vector<Ruleset> own_;
  CheckTotals totals_;
  Errors errors_;
};

}  // namespace

Result<CheckTotals> check(const std::vector<Input>& inputs, const Catalogue& catalogue, const CheckOptions& options,
                          const std::function<void(const CheckSubject&)>& sink) {
  Check check(catalogue, options, sink);
  if (Errors errors = check.prepare(); !errors.empty()) return errors;
  return check.run(inputs);
}

}  // namespace iamproof
