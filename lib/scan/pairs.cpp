// Two folders side by side, as `diff -r` goes through them: both lists come in the order of their paths' bytes, so the
// pairs are found by merging them.
#include <algorithm>
#include <cerrno>
#include <cstring>
#include <iterator>
#include <string_view>

#include <sys/stat.h>

#include "iamproof/compare.h"
#include "iamproof/scan.h"

namespace iamproof {

namespace {

bool is_folder(const std::string& path) {
  struct ::stat status {};
  return path != "-" && ::stat(path.c_str(), &status) == 0 && S_ISDIR(status.st_mode);
}

/// The part of a path that was found below `folder`.
std::string_view below(const std::string& folder, std::string_view path) {
  if (folder == ".") return path;
  path.remove_prefix(std::min(folder.size(), path.size()));
  while (path.starts_with('/')) path.remove_prefix(1);
  return path;
}

void take(const Input& input, std::string& path, PathPair& pair) {
  path = input.path;
  if (input.error) pair.errors.push_back(*input.error);
}

std::vector<PathPair> pair_folders(const std::string& earlier, const std::string& later) {
  const std::vector<Input> left = walk({earlier}), right = walk({later});
  std::vector<PathPair> pairs;
  auto a = left.begin();
  auto b = right.begin();
  while (a != left.end() || b != right.end()) {
    const auto order = a == left.end()    ? std::strong_ordering::greater
                       : b == right.end() ? std::strong_ordering::less
                                          : below(earlier, a->path) <=> below(later, b->path);
    PathPair& pair = pairs.emplace_back();
    pair.name = order <= 0 ? below(earlier, a->path) : below(later, b->path);
    if (order <= 0) take(*a++, pair.earlier, pair);
    if (order >= 0) take(*b++, pair.later, pair);
  }
  return pairs;
}

}  // namespace

Result<std::vector<PathPair>> pair_up(const std::string& earlier, const std::string& later) {
  Errors errors;
  for (const std::string& path : {earlier, later}) {
    struct ::stat status {};
    if (path == "-" || ::stat(path.c_str(), &status) == 0) continue;
    errors.push_back({path, {}, std::string("cannot be read: ") + std::strerror(errno)});
  }
  if (!errors.empty()) return errors;
  if (earlier == "-" && later == "-") return Error{"", {}, "only one of both can come from standard input"};
  const bool folders = is_folder(earlier);
  if (folders != is_folder(later)) {
    const std::string& folder = folders ? earlier : later;
    return Error{folder, {}, "is a folder, and the other one is not: compare two files, or two folders"};
  }
  if (folders) return pair_folders(earlier, later);
  const auto name_of = [](const std::string& path) { return path == "-" ? std::string("<stdin>") : path; };
  return std::vector<PathPair>{{name_of(earlier) + " -> " + name_of(later), earlier, later, true, {}}};
}

}  // namespace iamproof
