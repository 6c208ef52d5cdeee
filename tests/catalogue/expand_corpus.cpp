// Compares Catalogue::expand with the plain loop for every action pattern of a list, one per line, from the file named
// or from standard input. Fails when they disagree on one, and when there are none.
//
//   iamproof_expand_corpus [FILE]

#include <iostream>
#include <set>
#include <sstream>
#include <string>

#include "catalogue/plain_expand.h"
#include "iamproof/source.h"

int main(int argc, char** argv) {
  const auto text = iamproof::read_file(argc > 1 ? argv[1] : "-");
  if (!text) {
    std::cerr << text.errors().front().source << ": " << text.errors().front().message << '\n';
    return 2;
  }
  std::set<std::string> patterns;
  std::istringstream lines(*text);
  for (std::string line; std::getline(lines, line);) {
    if (line.ends_with('\r')) line.pop_back();
    if (!line.empty()) patterns.insert(line);
  }
  const auto catalogue = iamproof::Catalogue::built_in();
  std::size_t disagreements = 0;
  std::size_t matched = 0;
  for (const std::string& pattern : patterns) {
    const auto ids = catalogue.expand(pattern);
    if (!ids.empty()) ++matched;
    if (ids == iamproof::test::plain_expand(catalogue, pattern)) continue;
    std::cerr << "`" << pattern << "`: expand and the plain loop disagree\n";
    ++disagreements;
  }
  std::cout << patterns.size() << " patterns, " << matched << " of them match actions, " << disagreements
            << " disagreements\n";
  return patterns.empty() || disagreements != 0 ? 1 : 0;
}
