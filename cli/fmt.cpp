#include <algorithm>

#include <fmt/format.h>
#include <unistd.h>

#include "analysis.h"
#include "console.h"
#include "iamproof/format.h"
#include "iamproof/scan.h"

namespace iamproof::cli {

namespace {

struct Settings {
  Common common;
  std::vector<std::string> paths;
  FormatOptions format;
  bool check = false, skip_non_policies = false;
};

const char* const footer =
    "What is formatted:\n"
    "  A file given by name, whatever its JSON says; of a folder the *.json files that hold a policy,\n"
    "  in the order of their paths, but nothing in hidden folders and node_modules. `-` is standard\n"
    "  input and goes to standard output. A text that is no JSON is left alone, with an error that says\n"
    "  where; all others are still formatted.\n"
    "\n"
    "The style:\n"
    "  Two spaces a level. The document, its Statement and each statement have a line for every element;\n"
    "  any other list or object stands on one line where it fits. Elements stay in their order, strings\n"
    "  and numbers as they are written. Line ends are those of Unix, one at the end.\n"
    "\n"
    "Only white space changes: every file is read again before it is written, and must have the same\n"
    "tokens in the same order. It is replaced at once or not at all, and keeps its permissions.\n"
    "\n"
    "The paths of the files that were changed are printed, or with --check of those that would be.\n"
    "\n"
    "Examples:\n"
    "  iamproof fmt policies/\n"
    "  iamproof fmt --check policies/           in continuous integration\n"
    "  iamproof fmt - < policy.json | less\n"
    "  iamproof fmt --minify - < policy.json > small.json\n"
    "\n"
    "Exit status:\n"
    "  0  all is formatted now, or was already\n"
    "  1  with --check: something is not formatted\n"
    "  2  something could not be read or written (all else was), no policy was found, or the call was wrong";

class Formatting {
 public:
  explicit Formatting(const Settings& settings)
      : settings_(settings), text_(text_options(settings.common, STDOUT_FILENO)) {}

  int run() {
    for (const Input& input : walk(settings_.paths)) {
      if (const Errors errors = look_at(input); !errors.empty()) {
        print_errors(errors, settings_.common);
        failed_ = true;
      }
    }
    if (!failed_ && seen_ == 0 && !settings_.skip_non_policies) {
      print_error("no policy found: nothing was formatted", settings_.common);
      failed_ = true;
    }
    if (failed_) return status_failed;
    return settings_.check && changed_ ? status_found : status_clean;
  }

 private:
  Errors look_at(const Input& input) {
    if (input.error) return {*input.error};
    Result<std::string> text = read_file(input.path);
    if (!text) return text.errors();
    const bool is_stream = input.path == "-";
    const Source source(is_stream ? "<stdin>" : input.path, std::move(*text));
    const bool may_be_other = input.named && !settings_.skip_non_policies;
    if (!may_be_other && !looks_like_policy(source)) return {};
    ++seen_;
    const Result<std::string> formatted = format(source, settings_.format);
    if (!formatted) return formatted.errors();
    if (is_stream && !settings_.check) {
      failed_ = !print(*formatted) || failed_;
      return {};
    }
    if (*formatted == source.text()) return {};
    changed_ = true;
    if (!settings_.check) {
      if (std::optional<Error> error = replace_file(input.path, *formatted)) return {std::move(*error)};
    }
    std::string line;
    write_path(line, source.name(), text_);
    failed_ = !print(line) || failed_;
    return {};
  }

  const Settings& settings_;
  TextOptions text_;
  std::size_t seen_ = 0;
  bool changed_ = false, failed_ = false;
};

int run(const Settings& settings) {
  if (settings.paths.empty()) {
    print_error("fmt needs a file, a folder, or `-` for standard input", settings.common);
    return status_failed;
  }
  const bool has_stream = std::find(settings.paths.begin(), settings.paths.end(), "-") != settings.paths.end();
  if (has_stream && settings.paths.size() > 1) {
    print_error("`-` goes to standard output: it stands alone", settings.common);
    return status_failed;
  }
  return Formatting(settings).run();
}

}  // namespace

void add_fmt(CLI::App& app, int& status) {
  const auto settings = std::make_shared<Settings>();
  CLI::App& command = *app.add_subcommand(
      "fmt",
      "Format policies in one style, or minify them, and prove that nothing but white space changed.\n"
      "The files are written in place.");
  command.footer(footer);
  command.add_option("PATH", settings->paths, "Files, folders, or - for standard input")->option_text("...");
  command.add_flag("--check", settings->check, "Write nothing: print the paths of files that are not formatted");
  command.add_flag("--minify", settings->format.minify, "Leave no white space at all");
  command.add_flag("--skip-non-policies", settings->skip_non_policies,
                   "Leave files that hold no policy alone even if named");
  command.add_option("--width", settings->format.width, "Columns that a list or an object on one line may take: 80")
      ->option_text("N");
  add_color_option(command, settings->common);
  command.callback([settings, &status] { status = run(*settings); });
}

}  // namespace iamproof::cli
