#include <algorithm>
#include <functional>
#include <iterator>
#include <memory>

#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include "analysis.h"
#include "console.h"
#include "git.h"
#include "iamproof/compare.h"
#include "iamproof/report.h"

namespace iamproof::cli {

namespace {

struct Settings {
  Common common;
  std::vector<std::string> operands;
  std::optional<std::vector<std::string>> paths;  ///< what follows `--`
  AssumeSettings assume;
  std::string type, format = "text";
  bool together = false, verbose = false;
};

const char* const footer =
    "What is compared:\n"
    "  OLD NEW            two files, or `-` for standard input as one of them\n"
    "  OLD/ NEW/          the *.json files of two folders, paired by their paths\n"
    "  A..B               two revisions of a git repository; A...B is B and where it parted from A\n"
    "  A B                the same, if there are no files of these names\n"
    "  A                  a revision and the working tree\n"
    "  ... -- PATH...     of revisions, these files and folders only\n"
    "  Renames are followed. A file that one side does not have is compared with a policy that allows\n"
    "  nothing. Files that hold no policy are passed over. Nothing is checked out or changed.\n"
    "\n"
    "Relations, of NEW to OLD, for every possible request:\n"
    "  equal         allows the same; where explicit denies differ, a note says so\n"
    "  narrower      allows less, and nothing new\n"
    "  wider         allows more, and nothing less\n"
    "  incomparable  allows some requests that OLD did not, and not some that it did\n"
    "  unknown       with the reason\n"
    "  Under each, the statements answerable for it, the gravest first (pay, permissions management,\n"
    "  write, tagging, read, list), with a request that shows it.\n"
    "\n"
    "Examples:\n"
    "  iamproof diff old.json new.json\n"
    "  iamproof diff main..HEAD -- policies/\n"
    "  iamproof diff HEAD                       what is not committed yet\n"
    "  iamproof diff v1.0 v2.0 -- role.json\n"
    "  iamproof diff main...HEAD --format markdown > comment.md\n"
    "  aws iam get-policy-version ... --query PolicyVersion.Document | iamproof diff - new.json\n"
    "  iamproof diff --together old/ new/       a role with several policies, as one\n"
    "\n"
    "Exit status:\n"
    "  0  all are equal or narrower\n"
    "  1  one is wider or incomparable\n"
    "  2  one could not be compared or stayed unknown (all others were), none was found, or the call was wrong";

CompareOptions options_of(const Settings& settings) {
  CompareOptions options;
  options.read = read_options(settings.type);
  options.prove.assume = assumptions_of(settings.assume);
  return options;
}

DiffFormat format_from(const std::string& name) {
  if (name == "json") return DiffFormat::json;
  return name == "markdown" ? DiffFormat::markdown : DiffFormat::text;
}

bool exists(const std::string& path) {
  struct ::stat status {};
  return path == "-" || ::stat(path.c_str(), &status) == 0;
}

/// What the operands mean: two paths, or revisions and the paths to look at.
struct Operands {
  std::vector<std::string> revisions;  ///< empty: two paths
  std::vector<std::string> paths;
};

/// As git has it: revisions come first, and what is after `--`, or from the first name of a file on, is paths.
Operands operands_of(const Settings& settings) {
  const auto& given = settings.operands;
  if (settings.paths) return {given, *settings.paths};
  const auto first_path = std::find_if(given.begin(), given.end(), exists);
  return {{given.begin(), first_path}, {first_path, given.end()}};
}

std::string wrong_call(const Settings& settings, const Operands& operands) {
  if (settings.paths && settings.operands.empty()) return "before `--` diff needs a revision, such as `main..HEAD`";
  if (operands.revisions.size() > 2) return "diff takes two revisions at most";
  if (!operands.revisions.empty()) return {};
  if (operands.paths.size() == 1) {
    return "diff needs something to compare this with: a second file or folder, or a revision";
  }
  return operands.paths.size() == 2 ? "" : "diff needs two files or folders, or revisions such as `main..HEAD`";
}

/// Compares pairs as they come and writes what becomes of them.
class Comparing {
 public:
  Comparing(const Settings& settings, const Catalogue& catalogue)
      : settings_(settings),
        catalogue_(catalogue),
        options_(options_of(settings)),
        report_(format_from(settings.format), catalogue, text_options_of(settings),
                JsonOptions{IAMPROOF_VERSION, settings.verbose}) {}

  void add(VersionPair versions) {
    const Compared pair = compare(std::move(versions), catalogue_, options_);
    totals_.add(pair);
    print_errors(pair.errors, settings_.common);
    const std::string text = report_.add(pair);
    if (written_ && !text.empty()) written_ = print(text);
  }

  int finish(bool none_is_fine) {
    written_ = written_ && print(report_.finish(totals_));
    if (!written_) return status_failed;
    if (totals_.compared() + totals_.not_compared == 0 && !none_is_fine) {
      print_error("no policy found: nothing was compared", settings_.common);
      return status_failed;
    }
    if (totals_.relation() == Relation::unknown) return status_failed;
    return totals_.wider + totals_.incomparable > 0 ? status_found : status_clean;
  }

 private:
  static TextOptions text_options_of(const Settings& settings) {
    TextOptions options = text_options(settings.common, STDOUT_FILENO);
    options.verbose = settings.verbose;
    return options;
  }

  const Settings& settings_;
  const Catalogue& catalogue_;
  CompareOptions options_;
  DiffReport report_;
  CompareTotals totals_;
  bool written_ = true;
};

/// Gives pairs of versions to compare: each by itself, or with --together all as one.
class Pairs {
 public:
  Pairs(Comparing& comparing, const std::string& name, bool together) : comparing_(comparing), together_(together) {
    all_.name = name;
    all_.together = true;
  }

  void add(VersionPair pair) {
    if (!together_) return comparing_.add(std::move(pair));
    std::move(pair.earlier.begin(), pair.earlier.end(), std::back_inserter(all_.earlier));
    std::move(pair.later.begin(), pair.later.end(), std::back_inserter(all_.later));
    std::move(pair.errors.begin(), pair.errors.end(), std::back_inserter(all_.errors));
    all_.named = all_.named || pair.named;
  }

  void finish() {
    if (together_) comparing_.add(std::move(all_));
  }

 private:
  Comparing& comparing_;
  bool together_;
  VersionPair all_;
};

void add_version(Result<std::string> text, const std::string& name, std::vector<Version>& side, Errors& errors) {
  if (text) {
    side.push_back({name, std::move(*text)});
    return;
  }
  for (Error error : text.errors()) {
    if (error.source.empty()) error.source = name;
    errors.push_back(std::move(error));
  }
}

int compare_paths(const Settings& settings, const std::string& earlier, const std::string& later,
                  Comparing& comparing) {
  Result<std::vector<PathPair>> found = pair_up(earlier, later);
  if (!found) {
    print_errors(found.errors(), settings.common);
    return status_failed;
  }
  Pairs pairs(comparing, earlier + " -> " + later, settings.together);
  for (PathPair& paths : *found) {
    VersionPair pair;
    pair.name = paths.name;
    pair.named = paths.named;
    pair.errors = std::move(paths.errors);
    const auto read = [&](const std::string& path, std::vector<Version>& side) {
      if (path.empty() || !pair.errors.empty()) return;
      add_version(read_file(path), path == "-" ? "<stdin>" : path, side, pair.errors);
    };
    read(paths.earlier, pair.earlier);
    read(paths.later, pair.later);
    pairs.add(std::move(pair));
  }
  pairs.finish();
  return comparing.finish(false);
}

/// The policies of two revisions.
class Revised {
 public:
  Revised(Repository& repository, const Revisions& revisions, const std::vector<std::string>& paths)
      : repository_(repository), revisions_(revisions), paths_(paths) {}

  /// A path that neither side has is a mistake, which silence would pass off as "nothing has changed".
  Errors missing_paths() const {
    Errors errors;
    for (const std::string& path : paths_) {
      const bool is_plain = path.find_first_of(":*?[") == std::string::npos && !path.starts_with('/');
      if (!is_plain || repository_.has(revisions_.earlier, path) || repository_.has(revisions_.later, path)) continue;
      errors.push_back({path, {}, "does not exist on either side"});
    }
    return errors;
  }

  Errors add_changed(Pairs& pairs) {
    Result<std::vector<ChangedFile>> changes = repository_.changes(revisions_, paths_);
    if (!changes) return changes.errors();
    for (const ChangedFile& file : *changes) {
      if (is_wanted(file.earlier) || is_wanted(file.later)) pairs.add(versions_of(file));
    }
    return {};
  }

  /// Every policy of both, changed or not: they decide together.
  Errors add_all(Pairs& pairs) {
    VersionPair all;
    const auto take = [&](const std::optional<std::string>& commit, const std::string& name,
                          std::vector<Version>& side) -> Errors {
      const Result<std::vector<StoredFile>> files = repository_.files(commit, paths_);
      if (!files) return files.errors();
      for (const StoredFile& file : *files) {
        if (is_wanted(file)) add_version(repository_.read(file), name_of(name, file), side, all.errors);
      }
      return {};
    };
    if (Errors errors = take(revisions_.earlier, revisions_.earlier_name, all.earlier); !errors.empty()) return errors;
    if (Errors errors = take(revisions_.later, revisions_.later_name, all.later); !errors.empty()) return errors;
    pairs.add(std::move(all));
    return {};
  }

 private:
  static bool is_wanted(const std::optional<StoredFile>& file) { return file && file->path.ends_with(".json"); }

  /// As `git show` takes it; a file of the working tree by its path.
  static std::string name_of(const std::string& revision, const StoredFile& file) {
    return revision.empty() ? file.path : fmt::format("{}:{}", revision, file.path);
  }

  VersionPair versions_of(const ChangedFile& file) {
    VersionPair pair;
    pair.name = file.later ? file.later->path : file.earlier->path;
    if (file.earlier && file.later && file.earlier->path != file.later->path) pair.renamed_from = file.earlier->path;
    if (file.is_unmerged) {
      pair.errors.push_back({pair.name, {}, "is in the middle of a merge"});
      return pair;
    }
    const auto read = [&](const std::optional<StoredFile>& stored, const std::string& revision,
                          std::vector<Version>& side) {
      if (stored) add_version(repository_.read(*stored), name_of(revision, *stored), side, pair.errors);
    };
    read(file.earlier, revisions_.earlier_name, pair.earlier);
    read(file.later, revisions_.later_name, pair.later);
    return pair;
  }

  Repository& repository_;
  const Revisions& revisions_;
  const std::vector<std::string>& paths_;
};

int compare_revisions(const Settings& settings, const Operands& operands, Comparing& comparing) {
  const auto fail = [&](const Errors& errors) {
    print_errors(errors, settings.common);
    return status_failed;
  };
  Result<Repository> repository = Repository::open();
  if (!repository) {
    Errors errors = repository.errors();
    if (!settings.paths)
      errors.front().message += fmt::format(", and there is no file `{}`", operands.revisions.front());
    return fail(errors);
  }
  const Result<Revisions> revisions = repository->resolve(operands.revisions);
  if (!revisions) return fail(revisions.errors());
  Revised revised(*repository, *revisions, operands.paths);
  if (const Errors errors = revised.missing_paths(); !errors.empty()) return fail(errors);
  Pairs pairs(comparing, fmt::format("{}", fmt::join(operands.revisions, " ")), settings.together);
  const Errors errors = settings.together ? revised.add_all(pairs) : revised.add_changed(pairs);
  if (!errors.empty()) return fail(errors);
  pairs.finish();
  return comparing.finish(!settings.together);
}

int run(const Settings& settings) {
  const Operands operands = operands_of(settings);
  if (const std::string wrong = wrong_call(settings, operands); !wrong.empty()) {
    print_error(fmt::format("{}; see `iamproof diff --help`", wrong), settings.common);
    return status_failed;
  }
  const Result<Catalogue> catalogue = load_catalogue(settings.common);
  if (!catalogue) {
    print_errors(catalogue.errors(), settings.common);
    return status_failed;
  }
  Comparing comparing(settings, *catalogue);
  if (!operands.revisions.empty()) return compare_revisions(settings, operands, comparing);
  return compare_paths(settings, operands.paths[0], operands.paths[1], comparing);
}

void add_options(CLI::App& command, Settings& settings) {
  add_type_option(command, settings.type);
  command.add_flag("--together", settings.together,
                   "All identity policies of a side are attached to one principal:\ncompare them as one");
  add_assume_options(command, settings.assume);
  command.add_option("--format", settings.format, "text (the default), json, or markdown: a table for a pull\nrequest")
      ->check(CLI::IsMember({"text", "json", "markdown"}))
      ->option_text("FORMAT");
  command.add_flag("--verbose", settings.verbose, "Show all of long lists, and documents that are the same");
}

}  // namespace

void add_diff(CLI::App& app, std::optional<std::vector<std::string>> paths, int& status) {
  const auto settings = std::make_shared<Settings>();
  settings->paths = std::move(paths);
  CLI::App& command =
      *app.add_subcommand("diff", "Say what a later version of policies allows that an earlier one did not, and back.");
  command.footer(footer);
  command.add_option("OLD NEW", settings->operands, "Files, folders, or revisions of a git repository")
      ->option_text(" ");
  add_options(command, *settings);
  add_catalogue_options(command, settings->common);
  add_color_option(command, settings->common);
  command.callback([settings, &status] { status = run(*settings); });
}

}  // namespace iamproof::cli
