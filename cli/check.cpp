#include <algorithm>

#include <fmt/format.h>
#include <unistd.h>

#include "analysis.h"
#include "console.h"
#include "fix.h"
#include "iamproof/pack.h"
#include "iamproof/scan.h"

namespace iamproof::cli {

namespace {

struct Settings {
  Common common;
  std::vector<std::string> paths, packs, claim_files;
  GuardrailPaths guardrails;
  AssumeSettings assume;
  FixSettings fix;
  std::string type, format = "text", fail_on = "warning";
  bool no_pack = false, together = false, skip_non_policies = false, no_lint = false;
  bool verbose = false, quiet = false, print_pack = false;
};

const char* const footer =
    "What is looked at:\n"
    "  A file given by name must hold a policy; `-` is standard input. A folder is walked for\n"
    "  *.json files in the order of their paths; JSON that is no policy is passed over and\n"
    "  counted. Hidden folders and node_modules are skipped, links to folders not followed.\n"
    "  A policy of another type than identity is tried on its own, as what it lets pass; an SCP\n"
    "  that only denies, beside AWS's FullAWSAccess.\n"
    "  The type is told by a document's elements and, where these leave it open, by its name and\n"
    "  folders: scps/deny.json, app.trust-policy.json. --verbose says what it was and why.\n"
    "  A pack for the management account says where an SCP or RCP does nothing.\n"
    "\n"
    "Checks:\n"
    "  Policies of every type are linted, whatever claims are tried. The checks come in packs, each\n"
    "  with all of those before it; `iamproof checks` lists them.\n"
    "  aws       what IAM Access Analyzer finds, at the same places\n"
    "  security  and who can become more than he is, what leaks, what statements are worth (default)\n"
    "  strict    and what is good practice rather than a fault\n"
    "\n"
    "Answers:\n"
    "  proved    for every possible request, of actions that AWS adds later too\n"
    "  refuted   with the statements that break the claim, the gravest first, and requests that show it\n"
    "  unknown   with the reason; it counts like a refutation\n"
    "\n"
    "Fixes:\n"
    "  Where the cure of a finding needs no choice (a word in the wrong letter case, a missing Version, an\n"
    "  entry that adds nothing), --fix makes the edit, and nothing but these bytes changes. A fix that\n"
    "  is to keep the meaning is made only if it is proved that the policy then allows the same and denies\n"
    "  the same; of one whose cure is the change it is told what is gained and lost. A file is replaced\n"
    "  at once or not at all, and only if something was fixed. Then the check tells what is left. With `-`\n"
    "  the fixed document goes to standard output, and the report to standard error.\n"
    "  --diff shows the changes instead: the lines on standard output, notes on standard error.\n"
    "\n"
    "Examples:\n"
    "  iamproof check admin.json\n"
    "  iamproof check --together admin.json deny-without-mfa.json\n"
    "  aws iam get-policy-version ... --query PolicyVersion.Document | iamproof check -\n"
    "  iamproof check --boundary boundary.json --scp root.json --scp ou.json admin.json\n"
    "  iamproof check --pack aws policies/\n"
    "  iamproof check --diff policies/\n"
    "  iamproof check --fix policies/\n"
    "  iamproof check --print-pack --pack org-admin > own.json\n"
    "  iamproof check --no-pack --claims own.json policies/\n"
    "\n"
    "Exit status:\n"
    "  0  no finding at or above --fail-on, after --fix; nothing to fix with --diff\n"
    "  1  there is one, or an unknown answer of that severity; with --diff something would be fixed\n"
    "  2  something asked for could not be analysed (all else was), nothing was, or the call was wrong";

/// `never` is no severity, so nothing reaches it.
bool fails(const CheckTotals& totals, const std::string& fail_on) {
  const std::optional<Severity> level = severity_from(fail_on);
  return level && totals.worst && *totals.worst >= *level;
}

CheckOptions options_of(const Settings& settings) {
  CheckOptions options;
  options.read = read_options(settings.type);
  for (const std::string& name : settings.packs) {
    if (const std::optional<LintPack> pack = lint_pack_from(name)) {
      options.lint_pack = *pack;
    } else {
      options.packs.push_back(name);
    }
  }
  options.default_packs = !settings.no_pack && settings.packs.empty();
  options.lint = !settings.no_lint;
  options.prove.assume = assumptions_of(settings.assume);
  options.guardrails = settings.guardrails;
  options.together = settings.together;
  options.skip_non_policies = settings.skip_non_policies;
  return options;
}

/// The claim files of the packs that would run.
int print_packs(const Settings& settings) {
  const PolicyType type = read_options(settings.type).type.value_or(PolicyType::identity);
  std::string text;
  for (const Pack& pack : packs()) {
    const bool named = std::find(settings.packs.begin(), settings.packs.end(), pack.name) != settings.packs.end();
    const bool fits = std::find(pack.fits.begin(), pack.fits.end(), type) != pack.fits.end();
    if (settings.packs.empty() ? fits && pack.by_default : named) text += pack.text;
  }
  for (const std::string& name : settings.packs) {
    if (find_pack(name)) continue;
    if (lint_pack_from(name)) {
      print_error(fmt::format("`{}` is a pack of checks, not of claims: `iamproof checks` lists it", name),
                  settings.common);
      return status_failed;
    }
    print_error(fmt::format("there is no pack `{}`", name), settings.common);
    return status_failed;
  }
  return print(text) ? status_clean : status_failed;
}

FixOptions fix_options_of(const CheckOptions& check) {
  FixOptions options;
  options.read = check.read;
  options.lint = check.lint;
  options.checks.pack = check.lint_pack;
  options.checks.resource_types = check.prove.assume.resource_types;
  options.prove = check.prove;
  return options;
}

/// Tells where the subjects go: text at once, JSON when all are known.
class Output {
 public:
  /// `stream` is standard output, or standard error where that is taken.
  Output(const Settings& settings, const Catalogue& catalogue, std::FILE* stream)
      : settings_(settings),
        catalogue_(catalogue),
        stream_(stream),
        text_(text_options(settings.common, ::fileno(stream))),
        json_(catalogue, JsonOptions{IAMPROOF_VERSION, settings.verbose}) {
    text_.verbose = settings.verbose;
    text_.quiet = settings.quiet;
  }

  void add(const CheckSubject& subject) {
    print_errors(subject.errors, settings_.common);
    if (is_json()) return json_.add(subject);
    if (!subject.errors.empty() && subject.faults.empty()) return;  // standard error has said all
    std::string text;
    write_text(text, subject, catalogue_, text_);
    written_ = written_ && print(text, stream_);
  }

  void add(const Fixed& fixed) {
    if (is_json()) return json_.add(fixed.document);
    std::string text;
    write_text(text, fixed.document, fixed.written, catalogue_, text_);
    written_ = written_ && print(text, stream_);
  }

  bool finish(const CheckTotals& totals) {
    std::string text;
    if (is_json()) {
      text = json_.finish(totals);
    } else {
      write_text(text, totals, text_);
    }
    return written_ && print(text, stream_);
  }

 private:
  bool is_json() const { return settings_.format == "json"; }

  const Settings& settings_;
  const Catalogue& catalogue_;
  std::FILE* stream_;
  TextOptions text_;
  JsonReport json_;
  bool written_ = true;
};

int status_of(const Settings& settings, const CheckTotals& totals) {
  if (totals.not_analysed > 0) return status_failed;
  if (totals.analysed == 0 && !settings.skip_non_policies) {
    print_error("no policy found: nothing was analysed", settings.common);
    return status_failed;
  }
  return fails(totals, settings.fail_on) ? status_found : status_clean;
}

bool reads_stream(const Settings& settings) {
  return std::find(settings.paths.begin(), settings.paths.end(), "-") != settings.paths.end();
}

int run(const Settings& settings) {
  if (settings.print_pack) return print_packs(settings);
  if (settings.paths.empty()) {
    print_error("check needs a file, a folder, or `-` for standard input", settings.common);
    return status_failed;
  }
  if (settings.fix.diff && settings.format != "text") {
    print_error("--diff shows changes as text; --fix --format json tells of fixes", settings.common);
    return status_failed;
  }
  if (settings.fix.fix && reads_stream(settings) && settings.paths.size() > 1) {
    print_error("with --fix `-` goes to standard output: it stands alone", settings.common);
    return status_failed;
  }
  const Result<Catalogue> catalogue = load_catalogue(settings.common);
  if (!catalogue) {
    print_errors(catalogue.errors(), settings.common);
    return status_failed;
  }
  CheckOptions options = options_of(settings);
  if (!options.read.service.empty() && !catalogue->find_service(options.read.service)) {
    print_error(fmt::format("--type: there is no service `{}`", options.read.service), settings.common);
    return status_failed;
  }
  std::vector<std::unique_ptr<const Source>> claim_sources;
  for (const std::string& file : settings.claim_files) {
    Result<std::unique_ptr<const Source>> source = read_source(file);
    if (!source) {
      print_errors(source.errors(), settings.common);
      return status_failed;
    }
    claim_sources.push_back(std::move(*source));
    options.claim_files.push_back(claim_sources.back().get());
  }
  std::vector<Input> inputs = walk(settings.paths);
  if (settings.fix.diff) {
    return show_fixes(std::move(inputs), settings.skip_non_policies, *catalogue, fix_options_of(options),
                      settings.common);
  }
  const bool fixes_stream = settings.fix.fix && reads_stream(settings);
  Output output(settings, *catalogue, fixes_stream ? stderr : stdout);
  if (settings.fix.fix) {
    for (const Fixed& fixed : fix_files(inputs, *catalogue, fix_options_of(options))) {
      output.add(fixed);
      if (fixes_stream && !print(fixed.document.after)) return status_failed;
    }
  }
  const Result<CheckTotals> totals =
      check(inputs, *catalogue, options, [&](const CheckSubject& subject) { output.add(subject); });
  if (!totals) {
    print_errors(totals.errors(), settings.common);
    return status_failed;
  }
  return output.finish(*totals) ? status_of(settings, *totals) : status_failed;
}

void add_claim_options(CLI::App& command, Settings& settings) {
  CLI::Option* pack =
      command.add_option("--pack", settings.packs, "Try this pack of claims or checks only; may be repeated");
  pack->option_text("NAME")->allow_extra_args(false);
  command.add_flag("--no-pack", settings.no_pack, "Try no pack: only --claims, if any")
      ->option_text(" ")
      ->excludes(pack);
  add_list(command, "--claims", settings.claim_files, "FILE", "Try the claims of this file too; may be repeated");
  command.add_flag("--no-lint", settings.no_lint, "Run no checks but those of grammar: only claims");
  command.add_flag("--print-pack", settings.print_pack, "Print the claims that would be tried, to copy and edit");
  add_assume_options(command, settings.assume);
}

void add_document_options(CLI::App& command, Settings& settings) {
  add_type_option(command, settings.type);
  command.add_flag("--together", settings.together, "All documents are attached to one principal: analyse as one");
  command.add_flag("--skip-non-policies", settings.skip_non_policies,
                   "Pass over files that hold no policy even if named");
}

void add_output_options(CLI::App& command, Settings& settings) {
  command
      .add_option("--fail-on", settings.fail_on,
                  "Exit 1 from this severity up: error, security-warning,\nwarning (the default), suggestion; or never")
      ->check(CLI::IsMember({"error", "security-warning", "warning", "suggestion", "never"}))
      ->option_text("LEVEL");
  command.add_option("--format", settings.format, "text (the default) or json")
      ->check(CLI::IsMember({"text", "json"}))
      ->option_text("FORMAT");
  command.add_flag("--verbose", settings.verbose, "Show all of long lists, and what each proof rests on");
  command.add_flag("--quiet", settings.quiet, "Show findings and unknown answers only");
}

}  // namespace

void add_check(CLI::App& app, int& status) {
  const auto settings = std::make_shared<Settings>();
  CLI::App& command = *app.add_subcommand(
      "check",
      "Lint policies and try claims on them: proved, refuted with a request that shows it, or unknown.\n"
      "Without --pack the packs that fit a policy's type are tried; the heading says which.");
  command.footer(footer);
  command.add_option("PATH", settings->paths, "Files, folders, or - for standard input")->option_text("...");
  add_claim_options(command, *settings);
  add_document_options(command, *settings);
  add_guardrail_options(command, settings->guardrails);
  add_fix_options(command, settings->fix);
  add_output_options(command, *settings);
  add_catalogue_options(command, settings->common);
  add_color_option(command, settings->common);
  command.callback([settings, &status] { status = run(*settings); });
}

}  // namespace iamproof::cli
