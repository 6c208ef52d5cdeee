#include "git.h"

#include <algorithm>
#include <charconv>
#include <iterator>
#include <string_view>

#include <fmt/format.h>

#include "iamproof/source.h"
#include "process.h"

namespace iamproof::cli {

namespace {

// As for files: see read_file().
constexpr std::size_t most_bytes = std::size_t{64} << 20U;

Error error_of(std::string message) {
  return {"", {}, std::move(message)};
}

/// Neither the index nor anything else of the repository is written.
Finished git(std::vector<std::string> arguments) {
  std::vector<std::string> words = {"git", "--no-optional-locks"};
  std::move(arguments.begin(), arguments.end(), std::back_inserter(words));
  return run_program(words);
}

/// The first line of what git complains of, in our way of saying it.
std::string complaint(const Finished& finished) {
  std::string_view text = finished.error;
  text = text.substr(0, text.find('\n'));
  for (const std::string_view label : {"fatal: ", "error: "}) {
    if (text.starts_with(label)) text.remove_prefix(label.size());
  }
  return text.empty() ? fmt::format("git ended with status {}", finished.status) : std::string(text);
}

std::string without_line_end(std::string text) {
  while (!text.empty() && (text.back() == '\n' || text.back() == '\r')) text.pop_back();
  return text;
}

bool is_object_id(std::string_view text) {
  return text.size() >= 40 && text.find_first_not_of("0123456789abcdef") == std::string_view::npos;
}

/// Takes text up to a NUL off the front of git's output.
std::string_view take(std::string_view& text) {
  const std::size_t end = std::min(text.find('\0'), text.size());
  const std::string_view part = text.substr(0, end);
  text.remove_prefix(std::min(end + 1, text.size()));
  return part;
}

std::vector<std::string_view> words_of(std::string_view line) {
  std::vector<std::string_view> words;
  while (!line.empty()) {
    const std::size_t end = std::min(line.find(' '), line.size());
    words.push_back(line.substr(0, end));
    line.remove_prefix(std::min(end + 1, line.size()));
  }
  return words;
}

/// Not a link, a submodule, or nothing.
bool is_regular(std::string_view mode) {
  return mode.starts_with("100");
}

/// In the working tree where git gives no id of its bytes.
std::optional<StoredFile> file_of(std::string_view mode, std::string_view id, std::string_view path) {
  if (!is_regular(mode)) return std::nullopt;
  const bool is_stored = id.find_first_not_of('0') != std::string_view::npos;
  return StoredFile{std::string(path), is_stored ? std::string(id) : ""};
}

/// One entry of `git diff --raw -z`: ":100644 100644 ID ID M" PATH, or "... R086" PATH PATH.
Result<ChangedFile> take_change(std::string_view& text) {
  std::string_view line = take(text);
  if (line.starts_with(':')) line.remove_prefix(1);
  const std::vector<std::string_view> words = words_of(line);
  if (words.size() != 5 || words[4].empty()) return error_of("git's list of changes cannot be understood");
  const char status = words[4].front();
  const std::string_view earlier = take(text);
  const std::string_view later = status == 'R' || status == 'C' ? take(text) : earlier;
  return ChangedFile{file_of(words[0], words[2], earlier), file_of(words[1], words[3], later), status == 'U'};
}

void add_paths(std::vector<std::string>& arguments, const std::vector<std::string>& paths) {
  arguments.emplace_back("--");
  arguments.insert(arguments.end(), paths.begin(), paths.end());
}

}  // namespace

/// Blobs by their ids, all from one process.
struct Repository::Blobs {
  Dialogue dialogue{{"git", "cat-file", "--batch"}};

  Result<std::string> read(const std::string& id) {
    std::string line;
    if (!dialogue.send(id + "\n") || !dialogue.read_line(line)) return error_of("git cannot read its objects");
    const std::vector<std::string_view> words = words_of(line);  // "ID blob SIZE", or "ID missing"
    std::size_t size = 0;
    const auto is_number = [&](std::string_view text) {
      return std::from_chars(text.data(), text.data() + text.size(), size).ec == std::errc();
    };
    if (words.size() != 3 || words[1] != "blob" || !is_number(words[2])) return error_of("is not in the repository");
    const bool fits = size <= most_bytes;
    std::string bytes;
    if (!dialogue.read(size, fits ? &bytes : nullptr) || !dialogue.read(1, nullptr)) {
      return error_of("git cannot read its objects");
    }
    if (!fits) return error_of(fmt::format("is larger than {} bytes", most_bytes));
    return bytes;
  }
};

Repository::Repository(std::string top) : top_(std::move(top)) {}
Repository::~Repository() = default;
Repository::Repository(Repository&&) noexcept = default;

Result<Repository> Repository::open() {
  const Finished finished = git({"rev-parse", "--show-toplevel"});
  if (finished.status == 0) return Repository(without_line_end(finished.out));
  if (finished.status == -1) {
    return error_of(fmt::format("revisions are read through git, which cannot be run: {}", complaint(finished)));
  }
  if (finished.error.find("not a git repository") != std::string::npos) {
    return error_of("this folder is in no git repository, so there are no revisions to compare");
  }
  return error_of(complaint(finished));
}

Result<std::string> Repository::commit(const std::string& revision) const {
  const Finished finished = git({"rev-parse", "--verify", "--quiet", "--end-of-options", revision + "^{commit}"});
  const std::string id = without_line_end(finished.out);
  if (finished.status == 0 && is_object_id(id)) return id;
  return error_of(fmt::format("`{}` is neither a file nor a revision that git knows", revision));
}

Result<Revisions> Repository::resolve(const std::vector<std::string>& arguments) const {
  const std::string& first = arguments.front();
  if (arguments.size() > 1 && first.find("..") != std::string::npos) {
    return error_of(fmt::format("`{}` is a range already, and there is no file `{}`; put `--` before paths of old",
                                first, arguments[1]));
  }
  const std::size_t dots = arguments.size() == 1 ? first.find("..") : std::string::npos;
  Revisions out;
  if (dots == std::string::npos) {
    out.earlier_name = first;
    if (arguments.size() > 1) out.later_name = arguments[1];
  } else {
    const std::size_t count = first.substr(dots).starts_with("...") ? 3 : 2;
    out.earlier_name = dots == 0 ? "HEAD" : first.substr(0, dots);
    out.later_name = dots + count == first.size() ? "HEAD" : first.substr(dots + count);
  }
  const Result<std::string> earlier = commit(out.earlier_name);
  if (!earlier) return earlier.errors();
  out.earlier = *earlier;
  if (out.later_name.empty()) return out;
  const Result<std::string> later = commit(out.later_name);
  if (!later) return later.errors();
  out.later = *later;
  if (dots == std::string::npos || !first.substr(dots).starts_with("...")) return out;
  const Finished base = git({"merge-base", out.earlier, *out.later});
  const std::string id = without_line_end(base.out);
  if (base.status != 0 || !is_object_id(id)) {
    return error_of(fmt::format("`{}` and `{}` have no commit in common", out.earlier_name, out.later_name));
  }
  out.earlier = id;
  out.earlier_name = id.substr(0, 12);
  return out;
}

Result<std::vector<ChangedFile>> Repository::changes(const Revisions& revisions,
                                                     const std::vector<std::string>& paths) const {
  std::vector<std::string> arguments = {"diff",
                                        "--raw",
                                        "-z",
                                        "-M",
                                        "--no-abbrev",
                                        "--no-ext-diff",
                                        "--no-textconv",
                                        "--no-relative",
                                        "--no-color",
                                        "--ignore-submodules=all",
                                        revisions.earlier};
  if (revisions.later) arguments.push_back(*revisions.later);
  add_paths(arguments, paths);
  const Finished finished = git(std::move(arguments));
  if (finished.status != 0) return error_of(complaint(finished));
  std::vector<ChangedFile> out;
  for (std::string_view text = finished.out; !text.empty();) {
    Result<ChangedFile> change = take_change(text);
    if (!change) return change.errors();
    out.push_back(std::move(*change));
  }
  return out;
}

Result<std::vector<StoredFile>> Repository::files(const std::optional<std::string>& commit,
                                                  const std::vector<std::string>& paths) const {
  const Finished empty = git({"hash-object", "-t", "tree", "/dev/null"});
  const std::string nothing = without_line_end(empty.out);
  if (empty.status != 0 || !is_object_id(nothing)) return error_of(complaint(empty));
  Revisions since_nothing;
  since_nothing.earlier = nothing;
  since_nothing.later = commit;
  Result<std::vector<ChangedFile>> added = changes(since_nothing, paths);
  if (!added) return added.errors();
  std::vector<StoredFile> out;
  for (ChangedFile& file : *added) {
    if (file.later) out.push_back(std::move(*file.later));
  }
  return out;
}

bool Repository::has(const std::optional<std::string>& commit, const std::string& path) const {
  if (!commit) return git({"ls-files", "--error-unmatch", "-z", "--", path}).status == 0;
  return git({"rev-parse", "--verify", "--quiet", "--end-of-options", *commit + ":./" + path}).status == 0;
}

Result<std::string> Repository::read(const StoredFile& file) {
  if (file.blob.empty()) return read_file(top_ + "/" + file.path, most_bytes);
  if (!blobs_) blobs_ = std::make_unique<Blobs>();
  return blobs_->read(file.blob);
}

}  // namespace iamproof::cli
