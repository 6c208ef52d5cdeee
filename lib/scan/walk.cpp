#include <algorithm>
#include <cerrno>
#include <cstdint>
#include <cstring>
#include <iterator>
#include <memory>

#include <dirent.h>
#include <sys/stat.h>

#include "iamproof/scan.h"

namespace iamproof {

namespace {

enum class Kind : std::uint8_t { file, folder, broken_link, other };

/// What a directory entry is. A link counts as what it leads to, unless that is a folder: then it is `other`.
Kind kind_of(const std::string& path, unsigned char type) {
  if (type == DT_REG) return Kind::file;
  if (type == DT_DIR) return Kind::folder;
  if (type != DT_LNK && type != DT_UNKNOWN) return Kind::other;
  struct ::stat status {};
  if (type == DT_UNKNOWN && ::lstat(path.c_str(), &status) == 0 && S_ISDIR(status.st_mode)) return Kind::folder;
  if (::stat(path.c_str(), &status) != 0) return Kind::broken_link;
  return S_ISREG(status.st_mode) ? Kind::file : Kind::other;
}

Input unreadable(const std::string& path, bool named) {
  return {path, named, Error{path, {}, std::string("cannot be read: ") + std::strerror(errno)}};
}

bool is_skipped(std::string_view folder) {
  return folder.starts_with('.') || folder == "node_modules";
}

/// "a/" and "b" are "a/b", "." and "b" are "b".
std::string join(const std::string& folder, std::string_view name) {
  std::string path = folder == "." ? "" : folder;
  if (!path.empty() && path.back() != '/') path += '/';
  return path += name;
}

void walk_folder(const std::string& top, const std::vector<std::string_view>& endings, std::vector<Input>& inputs) {
  std::vector<Input> found;
  std::vector<std::string> folders = {top};
  while (!folders.empty()) {
    const std::string folder = std::move(folders.back());
    folders.pop_back();
    const std::unique_ptr<DIR, int (*)(DIR*)> listing(::opendir(folder.c_str()), ::closedir);
    if (!listing) {
      found.push_back({folder, false, Error{folder, {}, std::string("cannot be listed: ") + std::strerror(errno)}});
      continue;
    }
    while (const dirent* entry = ::readdir(listing.get())) {
      const std::string_view name = entry->d_name;
      const bool wanted = std::any_of(endings.begin(), endings.end(), [&](auto end) { return name.ends_with(end); });
      if (!wanted && entry->d_type != DT_DIR && entry->d_type != DT_UNKNOWN) continue;
      std::string path = join(folder, name);
      const Kind kind = kind_of(path, entry->d_type);
      if (kind == Kind::folder) {
        if (!is_skipped(name)) folders.push_back(std::move(path));
      } else if (wanted && kind == Kind::broken_link) {
        found.push_back(unreadable(path, false));
      } else if (wanted && kind == Kind::file) {
        found.push_back({std::move(path), false, {}});
      }
    }
  }
  // Strings compare by their bytes, as unsigned numbers.
  std::sort(found.begin(), found.end(), [](const Input& a, const Input& b) { return a.path < b.path; });
  std::move(found.begin(), found.end(), std::back_inserter(inputs));
}

}  // namespace

std::vector<Input> walk(const std::vector<std::string>& paths, const std::vector<std::string_view>& endings) {
  std::vector<Input> inputs;
  for (const std::string& path : paths) {
    struct ::stat status {};
    if (path != "-" && ::stat(path.c_str(), &status) != 0) {
      inputs.push_back(unreadable(path, true));
    } else if (path != "-" && S_ISDIR(status.st_mode)) {
      walk_folder(path, endings, inputs);
    } else {
      inputs.push_back({path, true, {}});
    }
  }
  return inputs;
}

}  // namespace iamproof
