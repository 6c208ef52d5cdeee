#include "fix.h"

#include <fmt/format.h>
#include <unistd.h>

namespace iamproof::cli {

void add_fix_options(CLI::App& command, FixSettings& settings) {
  CLI::Option* fix = command
                         .add_flag("--fix", settings.fix,
                                   "First make the edits of all findings whose cure is certain, and\n"
                                   "write the files that change")
                         ->option_text(" ");
  command.add_flag("--diff,--dry-run", settings.diff, "Only show what --fix would change; nothing is written")
      ->option_text(" ")
      ->excludes(fix);
}

/// The text of an input that is to be fixed; nothing for what holds no policy or cannot be read.
static std::optional<std::string> text_of(Input& input) {
  if (input.error) return std::nullopt;
  Result<std::string> text = read_file(input.path);
  if (!text) {
    input.error = text.errors().front();
    return std::nullopt;
  }
  input.text = *text;
  const Source source(input.path, std::move(*text));
  if (!looks_like_policy(source)) return std::nullopt;
  return input.text;
}

static std::optional<FixedDocument> fixed(Input& input, const Catalogue& catalogue, const FixOptions& options) {
  std::optional<std::string> text = text_of(input);
  if (!text) return std::nullopt;
  Result<FixedDocument> document =
      apply_fixes(input.path == "-" ? "<stdin>" : input.path, std::move(*text), catalogue, options);
  if (!document) return std::nullopt;  // the check says why
  return std::move(*document);
}

std::vector<Fixed> fix_files(std::vector<Input>& inputs, const Catalogue& catalogue, const FixOptions& options) {
  std::vector<Fixed> out;
  for (Input& input : inputs) {
    std::optional<FixedDocument> document = fixed(input, catalogue, options);
    if (!document) continue;
    const bool to_write = document->is_changed() && input.path != "-";
    std::optional<Error> error = to_write ? replace_file(input.path, document->after) : std::nullopt;
    if (error) {
      input.error = std::move(error);
    } else {
      input.text = document->after;
    }
    const bool written = document->is_changed() && !input.error;
    out.push_back({std::move(*document), written});
  }
  return out;
}

/// Says why an input has no fixes, since --diff checks nothing. False where it is just passed over.
static bool report_unreadable(const Input& input, const ReadOptions& read, const Common& common) {
  if (input.error) {
    print_errors({*input.error}, common);
    return true;
  }
  const Source source(input.path == "-" ? "<stdin>" : input.path, *input.text);
  if (!looks_like_policy(source)) {
    if (!input.named) return false;
    print_errors({{source.name(), {}, "is not a policy: expected an object with a `Statement` element"}}, common);
    return true;
  }
  if (const Result<Reading> reading = parse(source, read); !reading) print_errors(reading.errors(), common);
  return true;
}

int show_fixes(std::vector<Input> inputs, bool skip_non_policies, const Catalogue& catalogue, const FixOptions& options,
               const Common& common) {
  const TextOptions out_options = text_options(common, STDOUT_FILENO);
  const TextOptions err_options = text_options(common, STDERR_FILENO);
  int status = status_clean;
  bool any = false;
  for (Input& input : inputs) {
    input.named = input.named && !skip_non_policies;
    const std::optional<FixedDocument> document = fixed(input, catalogue, options);
    if (!document) {
      if (report_unreadable(input, options.read, common)) status = status_failed;
      continue;
    }
    any = true;
    std::string notes;
    write_text(notes, *document, false, catalogue, err_options);
    std::fwrite(notes.data(), 1, notes.size(), stderr);
    if (!document->is_changed()) continue;
    std::string changes;
    write_line_diff(changes, document->path, document->before, document->after, out_options);
    if (!print(changes)) return status_failed;
    status = std::max<int>(status, status_found);
  }
  if (!any && !skip_non_policies && status == status_clean) {
    print_error("no policy found: nothing was analysed", common);
    status = status_failed;
  }
  return status;
}

}  // namespace iamproof::cli
