#include <algorithm>
#include <memory>

#include <fmt/format.h>
#include <unistd.h>

#include "analysis.h"
#include "console.h"
#include "iamproof/case.h"
#include "iamproof/scan.h"

namespace iamproof::cli {

namespace {

struct Settings {
  Common common;
  std::vector<std::string> cases;
  std::vector<std::string> identity, session, scp, rcp;
  std::string resource_policy, boundary, endpoint, management_account;
  std::string principal = "arn:aws:iam::111122223333:user/example-user", action, resource = "*";
  std::string resource_account, session_issuer;
  std::vector<std::string> context;
  std::string context_from, expect, format = "text";
  bool context_is_complete = false, no_patterns = false, strict = false, quiet = false, verbose = false;
};

const char* const footer =
    "A case is a JSON object: policies, one request, and the decision that is expected of it.\n"
    "  {\"id\": \"reads-own\",\n"
    "   \"policies\": {\"identity\": [\"reader.json\"], \"resource\": null, \"boundary\": \"boundary.json\",\n"
    "                \"session\": [], \"scp\": [[\"root.json\"], [\"account.json\"]], \"rcp\": [], \"endpoint\": "
    "null},\n"
    "   \"request\": {\"principal\": \"arn:aws:iam::111122223333:user/alice\", \"action\": \"s3:GetObject\",\n"
    "               \"resource\": \"arn:aws:s3:::reports/a\",\n"
    "               \"context\": {\"aws:MultiFactorAuthPresent\": \"true\", \"aws:TagKeys\": [\"team\"]}},\n"
    "   \"expected\": \"Allowed\"}\n"
    "  A policy stands there itself or is named by its path. Parts may be missing. `expected` is Allowed,\n"
    "  ExplicitlyDenied, ImplicitlyDenied, or left out: then the decision is shown. A request may have\n"
    "  `resource_account` and `session_issuer` too; `management_account` stands beside `policies`.\n"
    "  A file holds one case, an array, or cases one a line; folders are walked for *.json and *.ndjson;\n"
    "  `-` is standard input.\n"
    "\n"
    "The request:\n"
    "  Keys that AWS sets from principal and resource (aws:username, aws:ResourceAccount, ...) are filled\n"
    "  in where the case does not have them; \"context_is_complete\": true in the request switches it off.\n"
    "  What AWS could not send, such as an action that does not exist, is noted; --strict makes it an error.\n"
    "\n"
    "Patterns:\n"
    "  With an expectation, * and ? in action and resource and the context value * stand for every request\n"
    "  that matches. The expectation is then proved for all of them, or refuted with a counterexample,\n"
    "  or unknown, which fails. \"patterns\": false in the case switches it off.\n"
    "\n"
    "Ten examples:\n"
    "  A policy allows it:\n"
    "    iamproof evaluate --policy reader.json --action s3:GetObject --resource arn:aws:s3:::reports/a\n"
    "  Nothing allows it; the nearest miss is shown:\n"
    "    iamproof evaluate --policy reader.json --action s3:GetObject --resource arn:aws:s3:::payroll/a\n"
    "  An explicit deny outranks every allow:\n"
    "    iamproof evaluate --policy reader.json --policy mfa.json --action s3:GetObject \\\n"
    "        --resource arn:aws:s3:::reports/a --context aws:MultiFactorAuthPresent=false\n"
    "  A permissions boundary has to allow it as well:\n"
    "    iamproof evaluate --policy reader.json --boundary ec2-only.json --action s3:GetObject \\\n"
    "        --resource arn:aws:s3:::reports/a\n"
    "  So has an SCP of every level, the organization's root first:\n"
    "    iamproof evaluate --policy reader.json --scp full-access.json --scp ec2-only.json \\\n"
    "        --action s3:GetObject --resource arn:aws:s3:::reports/a\n"
    "  Another account's bucket: its policy and the caller's own have to allow:\n"
    "    iamproof evaluate --policy reader.json --resource-policy bucket.json \\\n"
    "        --principal arn:aws:iam::444455556666:user/partner --resource-account 111122223333 \\\n"
    "        --action s3:GetObject --resource arn:aws:s3:::reports/a\n"
    "  A session of a role, held back by its session policy:\n"
    "    iamproof evaluate --policy reader.json --session ec2-only.json \\\n"
    "        --principal arn:aws:sts::111122223333:assumed-role/auditor/june \\\n"
    "        --action s3:GetObject --resource arn:aws:s3:::reports/a\n"
    "  Every request that deletes something, in one proof:\n"
    "    iamproof evaluate --policy reader.json --action 's3:Delete*' --resource 'arn:aws:s3:::*' \\\n"
    "        --expect ImplicitlyDenied\n"
    "  A deny that does not stop long-term keys, which never carry the key; the counterexample tells:\n"
    "    iamproof evaluate --policy reader.json --policy mfa.json --action s3:GetObject \\\n"
    "        --resource 'arn:aws:s3:::reports/*' --expect ExplicitlyDenied\n"
    "  Unit tests of policies, for a continuous integration system:\n"
    "    iamproof evaluate --format junit tests.json\n"
    "\n"
    "Exit status:\n"
    "  0  every expectation holds; without one, whatever the decision is\n"
    "  1  one does not, or could not be settled\n"
    "  2  a case could not be read or evaluated (all others were), there was none, or the call was wrong";

CaseFormat format_from(const std::string& name) {
  if (name == "json") return CaseFormat::json;
  if (name == "ndjson") return CaseFormat::ndjson;
  return name == "junit" ? CaseFormat::junit : CaseFormat::text;
}

bool has_policies(const Settings& settings) {
  const auto& s = settings;
  return !(s.identity.empty() && s.session.empty() && s.scp.empty() && s.rcp.empty() && s.resource_policy.empty() &&
           s.boundary.empty() && s.endpoint.empty());
}

bool has_request(const Settings& settings) {
  return has_policies(settings) || !settings.action.empty() || !settings.expect.empty();
}

/// What is wrong with the call, if anything.
std::string wrong_call(const Settings& settings) {
  const bool plain = has_request(settings);
  if (plain && !settings.cases.empty()) return "give cases, or policies and a request, but not both";
  if (!plain && settings.cases.empty()) return "evaluate needs a case, or --policy and --action";
  if (plain && settings.action.empty()) return "--action is missing, such as `--action s3:GetObject`";
  return {};
}

void add_policies(const Settings& settings, Case& value, PolicyFiles& files, Errors& errors) {
  const auto add = [&](PolicyType part, std::size_t level, const std::string& path) {
    if (path.empty()) return;
    Errors some = files.add(value, part, level, path);
    std::move(some.begin(), some.end(), std::back_inserter(errors));
  };
  for (const std::string& path : settings.identity) add(PolicyType::identity, 0, path);
  add(PolicyType::resource, 0, settings.resource_policy);
  add(PolicyType::boundary, 0, settings.boundary);
  for (const std::string& path : settings.session) add(PolicyType::session, 0, path);
  for (std::size_t level = 0; level < settings.scp.size(); ++level) add(PolicyType::scp, level, settings.scp[level]);
  for (std::size_t level = 0; level < settings.rcp.size(); ++level) add(PolicyType::rcp, level, settings.rcp[level]);
  add(PolicyType::endpoint, 0, settings.endpoint);
  value.policies.management_account = settings.management_account;
}

void add_context_of(const Settings& settings, Case& value, Errors& errors) {
  const auto take = [&](Errors some) { std::move(some.begin(), some.end(), std::back_inserter(errors)); };
  if (!settings.context_from.empty()) {
    Result<std::string> text = read_file(settings.context_from);
    if (text) {
      const Source source(settings.context_from == "-" ? "<stdin>" : settings.context_from, std::move(*text));
      take(add_context(value.request, source));
    } else {
      take(text.errors());
    }
  }
  for (const std::string& assignment : settings.context) take(add_context(value.request, assignment));
}

/// The case that the options describe.
CaseReading case_of(const Settings& settings, PolicyFiles& files) {
  CaseReading reading;
  Case& value = reading.value;
  if (settings.context_from == "-") files.reserve_standard_input();
  add_policies(settings, value, files, reading.errors);
  value.request.principal = settings.principal;
  value.request.action = settings.action;
  value.request.resource = settings.resource;
  if (!settings.resource_account.empty()) value.request.resource_account = settings.resource_account;
  if (!settings.session_issuer.empty()) value.request.session_issuer = settings.session_issuer;
  add_context_of(settings, value, reading.errors);
  value.context_is_complete = settings.context_is_complete;
  value.expected = decision_from(settings.expect);
  value.patterns = !settings.no_patterns;
  return reading;
}

/// Runs cases and writes what becomes of them.
class Evaluate {
 public:
  Evaluate(const Settings& settings, const Catalogue& catalogue)
      : settings_(settings),
        runner_(catalogue, CaseOptions{settings.strict, {}}),
        report_(format_from(settings.format), catalogue, text_options_of(settings),
                JsonOptions{IAMPROOF_VERSION, settings.verbose}) {}

  int run() {
    if (settings_.cases.empty()) {
      evaluate(case_of(settings_, files_));
    } else {
      for (const Input& input : walk(settings_.cases, {".json", ".ndjson"})) read(input);
    }
    written_ = print(report_.finish(totals_)) && written_;
    return status();
  }

 private:
  static TextOptions text_options_of(const Settings& settings) {
    TextOptions options = text_options(settings.common, STDOUT_FILENO);
    options.quiet = settings.quiet;
    options.verbose = settings.verbose;
    return options;
  }

  void read(const Input& input) {
    if (input.error) {
      CaseReading reading;
      reading.value.path = input.path;
      reading.errors = {*input.error};
      return evaluate(std::move(reading));
    }
    if (!input.named && !looks_like_cases(input.path)) {
      ++totals_.passed_over;
      return;
    }
    read_cases(input.path, files_, [this](CaseReading reading) { evaluate(std::move(reading)); });
  }

  void evaluate(CaseReading reading) {
    const CaseOutcome outcome = runner_.run(std::move(reading));
    totals_.add(outcome);
    print_errors(outcome.errors, settings_.common);
    const std::string text = report_.add(outcome);
    if (written_ && !text.empty()) written_ = print(text);
  }

  int status() const {
    if (!written_ || totals_.not_evaluated > 0) return status_failed;
    if (totals_.all() == 0) {
      print_error("no case found: nothing was evaluated", settings_.common);
      return status_failed;
    }
    return totals_.failed + totals_.unknown > 0 ? status_found : status_clean;
  }

  const Settings& settings_;
  PolicyFiles files_;
  CaseRunner runner_;
  CaseReport report_;
  CaseTotals totals_;
  bool written_ = true;
};

int run(const Settings& settings) {
  if (const std::string wrong = wrong_call(settings); !wrong.empty()) {
    print_error(fmt::format("{}; see `iamproof evaluate --help`", wrong), settings.common);
    return status_failed;
  }
  const Result<Catalogue> catalogue = load_catalogue(settings.common);
  if (!catalogue) {
    print_errors(catalogue.errors(), settings.common);
    return status_failed;
  }
  return Evaluate(settings, *catalogue).run();
}

std::string check_account(const std::string& text) {
  const bool is_account = text.size() == 12 && text.find_first_not_of("0123456789") == std::string::npos;
  return is_account ? "" : fmt::format("`{}` is no account: an account has twelve digits", text);
}

void add_policy_options(CLI::App& command, Settings& settings) {
  add_list(command, "--policy", settings.identity, "FILE", "Identity-based policy of the caller; may be repeated");
  command.add_option("--resource-policy", settings.resource_policy, "Policy of the resource, or a role's trust policy")
      ->option_text("FILE");
  command.add_option("--boundary", settings.boundary, "Permissions boundary of the caller")->option_text("FILE");
  add_list(command, "--session", settings.session, "FILE", "Session policy; may be repeated");
  add_list(command, "--scp", settings.scp, "FILE", "SCP over the caller's account: one level each, the root's first");
  add_list(command, "--rcp", settings.rcp, "FILE", "RCP over the resource's account, likewise");
  command.add_option("--endpoint-policy", settings.endpoint, "Policy of the VPC endpoint it travels through")
      ->option_text("FILE");
  command
      .add_option("--management-account", settings.management_account,
                  "Account whose callers no SCP binds, nor RCPs its resources")
      ->check(CLI::Validator(check_account, "ACCOUNT"))
      ->option_text("ID");
}

void add_request_options(CLI::App& command, Settings& settings) {
  command
      .add_option("--principal", settings.principal,
                  "Who asks: an ARN, a service, or anonymous; without it\narn:aws:iam::111122223333:user/example-user")
      ->option_text("ARN");
  command.add_option("--action", settings.action, "What is asked for: s3:GetObject")->option_text("ACTION");
  command.add_option("--resource", settings.resource, "On what: an ARN, or * (the default)")->option_text("ARN");
  command.add_option("--resource-account", settings.resource_account, "Its owner, where the ARN does not say")
      ->check(CLI::Validator(check_account, "ACCOUNT"))
      ->option_text("ID");
  command.add_option("--session-issuer", settings.session_issuer, "The role or user behind a session")
      ->option_text("ARN");
  add_list(command, "--context", settings.context, "KEY=VALUE",
           "A context key; KEY=[a,b] or a JSON array is a set of values;\nmay be repeated");
  command.add_option("--context-from", settings.context_from, "Context keys from a JSON object; --context goes first")
      ->option_text("FILE");
  command.add_flag("--context-is-complete", settings.context_is_complete, "Derive no context keys");
  command.add_option("--expect", settings.expect, "Expect Allowed, ExplicitlyDenied or ImplicitlyDenied, else exit 1")
      ->check(CLI::IsMember({"Allowed", "ExplicitlyDenied", "ImplicitlyDenied"}))
      ->option_text("DECISION");
  command.add_flag("--no-patterns", settings.no_patterns, "With --expect: * and ? are only characters");
}

void add_output_options(CLI::App& command, Settings& settings) {
  command.add_flag("--strict", settings.strict, "A request that AWS could not send is an error");
  command.add_option("--format", settings.format, "text (the default), json, ndjson or junit")
      ->check(CLI::IsMember({"text", "json", "ndjson", "junit"}))
      ->option_text("FORMAT");
  command.add_flag("--verbose", settings.verbose, "Show cases that pass too, and all of long lists");
  command.add_flag("--quiet", settings.quiet, "Show failures only; of a case without expectation the decision");
}

}  // namespace

void add_evaluate(CLI::App& app, int& status) {
  const auto settings = std::make_shared<Settings>();
  CLI::App& command = *app.add_subcommand(
      "evaluate",
      "Decide concrete requests as AWS would, and say why; with expectations: unit tests of policies.\n"
      "All policy types that bear on a request are weighed together. Nothing is sent to AWS.");
  command.footer(footer);
  command.add_option("CASE", settings->cases, "Files or folders with cases, or - for standard input")
      ->option_text("...");
  add_policy_options(command, *settings);
  add_request_options(command, *settings);
  add_output_options(command, *settings);
  add_catalogue_options(command, settings->common);
  add_color_option(command, settings->common);
  command.callback([settings, &status] { status = run(*settings); });
}

}  // namespace iamproof::cli
