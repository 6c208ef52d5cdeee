#include "iamproof/scan.h"

#include <cstdlib>
#include <filesystem>
#include <fstream>

#include <doctest/doctest.h>

using namespace iamproof;
namespace fs = std::filesystem;

namespace {

/// A folder that lives as long as the test.
class TemporaryFolder {
 public:
  TemporaryFolder() {
    std::string name = (fs::temp_directory_path() / "iamproof-walk-XXXXXX").string();
    path_ = ::mkdtemp(name.data());
  }
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;
  ~TemporaryFolder() { fs::remove_all(path_); }

  const fs::path& path() const { return path_; }
  void add(const std::string& name) const {
    fs::create_directories((path_ / name).parent_path());
    std::ofstream(path_ / name) << "{}";
  }

 private:
  fs::path path_;
};

}  // namespace

TEST_CASE("scan: a folder gives its JSON files in the order of their paths") {
  const TemporaryFolder folder;
  for (const char* name : {"b.json", "a/z.json", "a.json", "a/y.JSON", "a/b/c.json", "notes.txt", ".git/x.json",
                           "node_modules/p/x.json", ".hidden.json", "Z.json", "folder.json/inner.json"}) {
    folder.add(name);
  }
  fs::create_directory_symlink(folder.path(), folder.path() / "a" / "loop");
  fs::create_symlink(folder.path() / "b.json", folder.path() / "link.json");
  fs::create_symlink(folder.path() / "nowhere", folder.path() / "broken.json");

  const std::string top = folder.path().string();
  const std::vector<Input> found = walk({top + "/b.json", top});
  const std::vector<std::string> expected = {
      "/b.json",      "/.hidden.json",           "/Z.json",   "/a.json", "/a/b/c.json", "/a/z.json", "/b.json",
      "/broken.json", "/folder.json/inner.json", "/link.json"};
  REQUIRE(found.size() == expected.size());
  for (std::size_t i = 0; i < expected.size(); ++i) {
    CAPTURE(expected[i]);
    CHECK(found[i].path == top + expected[i]);
    CHECK(found[i].named == (i == 0));
    CHECK(found[i].error.has_value() == expected[i].ends_with("broken.json"));
  }
}

TEST_CASE("scan: what is not there is kept in its place, with the reason") {
  const std::vector<Input> found = walk({"-", "no/such/file.json"});
  REQUIRE(found.size() == 2);
  CHECK(found[0].path == "-");
  CHECK_FALSE(found[0].error);
  REQUIRE(found[1].error);
  CHECK(found[1].error->source == "no/such/file.json");
  CHECK(found[1].error->message == "cannot be read: No such file or directory");
}
