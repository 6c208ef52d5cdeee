#include "corpus.h"

#include <cstdio>
#include <cstdlib>

#include "json/json.h"

namespace iamproof::bench {

static Corpus loaded;

[[noreturn]] static void give_up(const std::string& why) {
  std::fprintf(stderr, "the corpus cannot be used: %s\n", why.c_str());
  std::exit(1);
}

static json::Value member(json::Value object, std::string_view name) {
  for (const json::Member entry : object.members()) {
    if (entry.key.text() == name) return entry.value;
  }
  give_up("an object without `" + std::string(name) + "`");
}

void load_corpus(const std::string& path) {
  auto text = read_file(path, std::size_t{1} << 30U);
  if (!text) give_up(text.errors().front().message);
  const Source package(path, std::move(*text));
  json::Limits limits;
  limits.bytes = std::size_t{1} << 30U;
  const auto document = json::read(package, limits);
  if (!document) give_up(document.errors().front().message);
  for (const json::Member policy : document->root().members()) {
    const std::string_view latest = member(policy.value, "latestVersionId").text();
    for (const json::Member version : member(policy.value, "versions").members()) {
      const std::string_view slice = package.slice(member(version.value, "document").span());
      loaded.all.push_back(std::make_unique<Source>(std::string(policy.key.text()), std::string(slice)));
      loaded.all_bytes += slice.size();
      if (version.key.text() != latest) continue;
      loaded.latest.push_back(loaded.all.back().get());
      loaded.latest_bytes += slice.size();
    }
  }
  if (loaded.all.size() < 6'194) give_up("it holds only " + std::to_string(loaded.all.size()) + " documents");
}

const Corpus& corpus() {
  return loaded;
}

}  // namespace iamproof::bench
