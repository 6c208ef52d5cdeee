/// Versions of files out of a git repository, read through the git command line without a checkout. No shell is run,
/// and nothing a user writes can become an option of git's.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "iamproof/result.h"

namespace iamproof::cli {

/// Two states of the files. No `later` commit: the working tree.
struct Revisions {
  std::string earlier_name, later_name;  ///< as the user wrote them; empty for the working tree
  std::string earlier;                   ///< a commit's full id
  std::optional<std::string> later;
};

/// A file of one state. Its bytes are those of a blob, or of the file in the working tree.
struct StoredFile {
  std::string path;  ///< from the repository's top
  std::string blob;  ///< empty: in the working tree
};

/// A file that differs. None: that state does not have it, or not as a regular file.
struct ChangedFile {
  std::optional<StoredFile> earlier, later;
  bool is_unmerged = false;
};

class Repository {
 public:
  /// The repository that the working directory is in. Errors: there is none, or no git.
  static Result<Repository> open();
  ~Repository();
  Repository(Repository&&) noexcept;
  Repository& operator=(Repository&&) = delete;

  /// What two arguments mean to `git diff`: "A..B", "A...B" (from where both parted), "A" "B", or "A" alone and the
  /// working tree. An end that is left out is HEAD.
  Result<Revisions> resolve(const std::vector<std::string>& arguments) const;

  /// The files that differ below `paths`, or everywhere without any, renames followed, in the order of their paths.
  Result<std::vector<ChangedFile>> changes(const Revisions& revisions, const std::vector<std::string>& paths) const;

  /// All files of one state below `paths`, or everywhere without any. No commit: those of the working tree that git
  /// knows.
  Result<std::vector<StoredFile>> files(const std::optional<std::string>& commit,
                                        const std::vector<std::string>& paths) const;

  /// Whether a commit, or the working tree, has a file or folder of this name, as seen from the working directory.
  bool has(const std::optional<std::string>& commit, const std::string& path) const;

  /// The bytes of a file. Errors: larger than a file may be, or gone.
  Result<std::string> read(const StoredFile& file);

 private:
  struct Blobs;
  explicit Repository(std::string top);
  Result<std::string> commit(const std::string& revision) const;

  std::string top_;
  std::unique_ptr<Blobs> blobs_;
};

}  // namespace iamproof::cli
