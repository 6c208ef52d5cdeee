#include <algorithm>

#include <fmt/format.h>
#include <unistd.h>

#include "analysis.h"
#include "console.h"
#include "iamproof/questions.h"
#include "iamproof/scan.h"

namespace iamproof::cli {

namespace {

struct Settings {
  Common common;
  std::vector<std::string> paths, claim_files;
  std::vector<std::string> never, only, denied, allowed, on, when;
  std::vector<std::string> references, equivalents, access;
  GuardrailPaths guardrails;
  AssumeSettings assume;
  std::string type, format = "text";
  bool without_mfa = false, verbose = false, quiet = false;
};

const char* const footer =
    "The policies are one set: identity policies attached to one principal, or a single document of another\n"
    "type on its own: an SCP, a permissions boundary or a session policy as what it lets pass, an RCP as what\n"
    "it leaves of resources that allow everything.\n"
    "\n"
    "Claims on the command line, in the words of IAM:\n"
    "  --never X            `never-allowed`: no request for X is allowed\n"
    "  --only X             `only-within`: nothing else than all the X together is allowed\n"
    "  --denied X           `always-denied`: a Deny reaches every request for X, whatever else is attached\n"
    "  --allowed X          `always-allowed`: every request for X is allowed\n"
    "  X is a pattern of actions such as 'iam:Create*', or a family such as billing, which `iamproof actions\n"
    "  --family` shows. An X that means no known action is an error, not a proof. --on and --when say of all\n"
    "  these claims on which resources and under which condition; without them it is on any, under any.\n"
    "  --without-mfa        whatever users call without MFA is denied, but for registering a device: where\n"
    "                       aws:MultiFactorAuthPresent is false or absent; see `iamproof explain mfa-denied`\n"
    "  --no-new-access FILE everything allowed is allowed by the policy in FILE as well\n"
    "  --equivalent FILE    the same is allowed as by the policy in FILE, and the same explicitly denied\n"
    "  --access FILE        nothing of AWS's [{\"actions\": [...], \"resources\": [...]}] is allowed: each action on\n"
    "                       each resource; a list that is left out is any\n"
    "  Reference policies for CheckNoNewAccess and lists for CheckAccessNotGranted work unchanged.\n"
    "\n"
    "Claims in a file:\n"
    "  {\"claims\": [{\"id\": \"no-keys\", \"claim\": \"never-allowed\",\n"
    "               \"region\": [{\"Action\": \"iam:CreateAccessKey\", \"Resource\": \"*\"}]},\n"
    "              {\"id\": \"as-reviewed\", \"claim\": \"no-new-access\", \"reference\": \"reviewed.json\"}]}\n"
    "  `claim` is one of the kinds above, no-new-access or equivalent; a region is statements without Effect,\n"
    "  `families` may stand beside it; a reference is a policy, or a path from the claim file's folder.\n"
    "  no-outsiders, of resource and trust policies, has \"trusted\": {\"accounts\": [\"111122223333\"],\n"
    "  \"organizations\": [\"o-exampleorgid\"], \"vpcs\": [], \"subjects\": [\"repo:octo-org/*\"]}, or\n"
    "  \"named_by_policy\": true, which makes it the question whether a policy is public.\n"
    "\n"
    "Answers:\n"
    "  proved    for every possible request, of actions that AWS adds later too\n"
    "  refuted   with the statements that break the claim, the gravest first, and requests that show it\n"
    "  unknown   with the reason\n"
    "  --format ndjson gives a line for each claim: id, claim, verdict, witness, reason, assumptions. A witness\n"
    "  is a case: `iamproof evaluate` replays it; of a comparison, reference_witness shows the other side.\n"
    "\n"
    "Examples:\n"
    "  iamproof prove admin.json --never billing --never 'iam:Create*'\n"
    "  iamproof prove admin.json deny.json --without-mfa\n"
    "  iamproof prove reader.json --only 's3:Get*' --only 's3:List*' --on 'arn:aws:s3:::reports*'\n"
    "  iamproof prove reader.json --denied 's3:*' --when Bool:aws:SecureTransport=false\n"
    "  iamproof prove new.json --no-new-access old.json\n"
    "  iamproof prove bucket.json --access aws-access.json --format ndjson\n"
    "  iamproof prove --type scp scp.json --claims ours.json\n"
    "\n"
    "Exit status:\n"
    "  0  all claims are proved\n"
    "  1  one is refuted, and none is unknown\n"
    "  2  one is unknown, a document could not be analysed, or the call was wrong";

/// Claims as they are asked for, with the texts that they borrow from, and what is wrong with the asking.
struct Asked {
  std::vector<ClaimFile> claims;
  std::vector<const Source*> files;
  std::vector<std::unique_ptr<const Source>> sources;
  Errors errors;

  /// What is wrong with a condition is wrong with every claim that it narrows, and said once.
  void add(Result<ClaimFile> claim) {
    if (claim) return claims.push_back(std::move(*claim));
    for (const Error& error : claim.errors()) {
      const bool is_known = std::any_of(errors.begin(), errors.end(), [&](const Error& other) {
        return other.source == error.source && other.position == error.position && other.message == error.message;
      });
      if (!is_known) errors.push_back(error);
    }
  }

  /// None where the file cannot be read, which is noted.
  const Source* open(const std::string& path) {
    Result<std::unique_ptr<const Source>> source = read_source(path);
    if (!source) {
      errors.insert(errors.end(), source.errors().begin(), source.errors().end());
      return nullptr;
    }
    return sources.emplace_back(std::move(*source)).get();
  }
};

/// The claims about regions: `kind` of each action by itself, or of all of them as one.
class Regions {
 public:
  Regions(const Settings& settings, const Catalogue& catalogue, Asked& asked)
      : settings_(settings), catalogue_(catalogue), asked_(asked) {}

  void each(ClaimKind kind, std::string_view option, const std::vector<std::string>& actions, std::string_view says) {
    for (const std::string& action : actions) one(kind, option, {action}, says);
  }

  void one(ClaimKind kind, std::string_view option, const std::vector<std::string>& actions, std::string_view says) {
    if (actions.empty()) return;
    Question question;
    const std::string what = fmt::format("{}", fmt::join(actions, " "));
    question.id = fmt::format("{} {}", option.substr(2), what);
    question.title = fmt::format(fmt::runtime(says), what) + narrowed();
    question.kind = kind;
    question.actions = actions;
    question.resources = settings_.on;
    question.conditions = settings_.when;
    asked_.add(ask(question, catalogue_));
  }

 private:
  /// " on arn:aws:s3:::a/* when Bool:aws:SecureTransport=false"
  std::string narrowed() const {
    std::string text;
    if (!settings_.on.empty()) text += fmt::format(" on {}", fmt::join(settings_.on, ", "));
    if (!settings_.when.empty()) text += fmt::format(" when {}", fmt::join(settings_.when, " and "));
    return text;
  }

  const Settings& settings_;
  const Catalogue& catalogue_;
  Asked& asked_;
};

void ask_about_files(const Settings& settings, Asked& asked) {
  const ReadOptions read = read_options(settings.type);
  const auto compare = [&](ClaimKind kind, const std::vector<std::string>& paths) {
    for (const std::string& path : paths) {
      if (const Source* source = asked.open(path)) asked.add(ask_reference(kind, *source, read));
    }
  };
  compare(ClaimKind::no_new_access, settings.references);
  compare(ClaimKind::equivalent, settings.equivalents);
  for (const std::string& path : settings.access) {
    if (const Source* source = asked.open(path)) asked.add(ask_access(*source));
  }
  for (const std::string& path : settings.claim_files) {
    if (const Source* source = asked.open(path)) asked.files.push_back(source);
  }
}

Asked claims_of(const Settings& settings, const Catalogue& catalogue) {
  Asked asked;
  Regions regions(settings, catalogue, asked);
  regions.each(ClaimKind::never_allowed, "--never", settings.never, "{} is never allowed");
  regions.one(ClaimKind::only_within, "--only", settings.only, "nothing is allowed but {}");
  regions.each(ClaimKind::always_denied, "--denied", settings.denied, "{} is always explicitly denied");
  regions.each(ClaimKind::always_allowed, "--allowed", settings.allowed, "{} is always allowed");
  if (settings.without_mfa) asked.claims.push_back(ask_without_mfa());
  ask_about_files(settings, asked);
  return asked;
}

/// What is wrong with the call, if anything.
std::string wrong_call(const Settings& settings) {
  if (settings.paths.empty()) return "prove needs a policy: a file, or - for standard input";
  const bool about_regions =
      !(settings.never.empty() && settings.only.empty() && settings.denied.empty() && settings.allowed.empty());
  const bool narrowed = !settings.on.empty() || !settings.when.empty();
  if (narrowed && !about_regions) return "--on and --when narrow --never, --only, --denied and --allowed: give one";
  const bool has_claim = about_regions || settings.without_mfa || !settings.claim_files.empty() ||
                         !settings.references.empty() || !settings.equivalents.empty() || !settings.access.empty();
  return has_claim ? "" : "prove needs a claim: --claims, or one of --never, --only, --no-new-access and so on";
}

ProveFormat format_from(const std::string& name) {
  if (name == "json") return ProveFormat::json;
  return name == "ndjson" ? ProveFormat::ndjson : ProveFormat::text;
}

/// Writes answers as they come, and on standard error what else has to be said.
class Output {
 public:
  Output(const Settings& settings, const Catalogue& catalogue)
      : settings_(settings),
        report_(format_from(settings.format), catalogue, text_options_of(settings),
                JsonOptions{IAMPROOF_VERSION, settings.verbose}) {}

  void add(const CheckSubject& subject) {
    print_errors(subject.errors, settings_.common);
    // Text shows these with their lines; rows have no place for them.
    if (settings_.format != "text") print_errors(reasons(subject), settings_.common);
    const bool said = !subject.errors.empty() && subject.faults.empty();
    if (said && settings_.format == "text") return;
    write(report_.add(subject));
  }

  bool finish(const CheckTotals& totals) {
    write(report_.finish(totals));
    return written_;
  }

 private:
  static TextOptions text_options_of(const Settings& settings) {
    TextOptions options = text_options(settings.common, STDOUT_FILENO);
    options.quiet = settings.quiet;
    options.verbose = settings.verbose;
    return options;
  }

  /// What of the documents' grammar is an error, and why no claim was tried.
  static Errors reasons(const CheckSubject& subject) {
    Errors errors;
    for (const Finding& fault : subject.faults) {
      const auto at = std::find_if(subject.documents.begin(), subject.documents.end(),
                                   [&](const CheckedDocument& document) { return document.path == fault.path; });
      if (fault.severity != Severity::error || at == subject.documents.end()) continue;
      errors.push_back({fault.path, at->source->position(fault.span.begin), fault.message});
    }
    if (!subject.not_analysed.empty())
      errors.push_back({subject.documents.front().path, {}, "not analysed: " + subject.not_analysed});
    return errors;
  }

  void write(const std::string& text) { written_ = written_ && (text.empty() || print(text)); }

  const Settings& settings_;
  ProveReport report_;
  bool written_ = true;
};

int status_of(const Settings& settings, const CheckTotals& totals) {
  if (totals.analysed + totals.not_analysed == 0) {
    print_error("no policy found: nothing was analysed", settings.common);
    return status_failed;
  }
  if (totals.not_analysed > 0 || totals.unknown > 0) return status_failed;
  return totals.refuted > 0 ? status_found : status_clean;
}

int prove_claims(const Settings& settings, const Catalogue& catalogue, Asked asked) {
  CheckOptions options;
  options.lint = false;
  options.read = read_options(settings.type);
  options.guardrails = settings.guardrails;
  options.default_packs = false;
  options.claims = std::move(asked.claims);
  options.claim_files = std::move(asked.files);
  options.prove.assume = assumptions_of(settings.assume);
  options.together = true;
  Output output(settings, catalogue);
  const Result<CheckTotals> totals =
      check(walk(settings.paths), catalogue, options, [&](const CheckSubject& subject) { output.add(subject); });
  if (!totals) {
    print_errors(totals.errors(), settings.common);
    return status_failed;
  }
  return output.finish(*totals) ? status_of(settings, *totals) : status_failed;
}

int run(const Settings& settings) {
  if (const std::string wrong = wrong_call(settings); !wrong.empty()) {
    print_error(fmt::format("{}; see `iamproof prove --help`", wrong), settings.common);
    return status_failed;
  }
  const Result<Catalogue> catalogue = load_catalogue(settings.common);
  if (!catalogue) {
    print_errors(catalogue.errors(), settings.common);
    return status_failed;
  }
  Asked asked = claims_of(settings, *catalogue);
  if (!asked.errors.empty()) {
    print_errors(asked.errors, settings.common);
    return status_failed;
  }
  // The sources outlive the proofs: only the claims are handed on.
  const std::vector<std::unique_ptr<const Source>> sources = std::move(asked.sources);
  return prove_claims(settings, *catalogue, std::move(asked));
}

void add_claim_options(CLI::App& command, Settings& settings) {
  add_list(command, "--claims", settings.claim_files, "FILE", "Prove the claims of this file; may be repeated");
  add_list(command, "--never", settings.never, "X", "Nothing of X is allowed; may be repeated");
  add_list(command, "--only", settings.only, "X", "Nothing but X is allowed; several are one region");
  add_list(command, "--denied", settings.denied, "X", "All of X is explicitly denied; may be repeated");
  add_list(command, "--allowed", settings.allowed, "X", "All of X is allowed; may be repeated");
  add_list(command, "--on", settings.on, "RESOURCE",
           "Of these: on resources that match this pattern; several are\nalternatives");
  add_list(command, "--when", settings.when, "CONDITION",
           "Of these: where OPERATOR:KEY=VALUE holds, such as\nStringEquals:aws:RequestedRegion=[eu-west-1,eu-west-3]; "
           "several\nhave to hold at once; a Condition as JSON does as well");
  command.add_flag("--without-mfa", settings.without_mfa, "What users call without MFA is denied");
  add_list(command, "--no-new-access,--reference", settings.references, "FILE",
           "The policy in FILE allows all that is allowed");
  add_list(command, "--equivalent", settings.equivalents, "FILE", "The policy in FILE allows and denies the same");
  add_list(command, "--access", settings.access, "FILE", "Nothing of these lists of actions and resources is allowed");
}

void add_output_options(CLI::App& command, Settings& settings) {
  command.add_option("--format", settings.format, "text (the default), json or ndjson")
      ->check(CLI::IsMember({"text", "json", "ndjson"}))
      ->option_text("FORMAT");
  command.add_flag("--verbose", settings.verbose, "Show all of long lists, and what each proof rests on");
  command.add_flag("--quiet", settings.quiet, "Show findings and unknown answers only");
}

}  // namespace

void add_prove(CLI::App& app, int& status) {
  const auto settings = std::make_shared<Settings>();
  CLI::App& command = *app.add_subcommand(
      "prove",
      "Prove one's own claims about policies, or refute them with a request that anyone can replay.\n"
      "An answer holds for every action, resource, principal and context at once.");
  command.footer(footer);
  command.add_option("POLICY", settings->paths, "Files or folders with policies, or - for standard input")
      ->option_text("...");
  add_claim_options(command, *settings);
  add_type_option(command, settings->type);
  add_guardrail_options(command, settings->guardrails);
  add_assume_options(command, settings->assume);
  add_output_options(command, *settings);
  add_catalogue_options(command, settings->common);
  add_color_option(command, settings->common);
  command.callback([settings, &status] { status = run(*settings); });
}

}  // namespace iamproof::cli
