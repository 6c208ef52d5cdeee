// A program of the build: makes the block that built_in.cpp takes in from the files of data/.
//
//   iamproof_write_block OUTPUT INPUT...

#include <cstdio>
#include <fstream>
#include <iostream>
#include <string>
#include <vector>

#include "catalogue/block.h"
#include "catalogue/records.h"
#include "iamproof/source.h"

namespace {

int fail(const iamproof::Errors& errors) {
  for (const iamproof::Error& error : errors) {
    std::cerr << error.source;
    if (error.position) std::cerr << ':' << error.position->line;
    std::cerr << ": " << error.message << '\n';
  }
  return 1;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 3) return fail({iamproof::Error{"usage", {}, "iamproof_write_block OUTPUT INPUT..."}});
  std::string all;
  for (int i = 2; i < argc; ++i) {
    const auto text = iamproof::read_file(argv[i]);
    if (!text) return fail(text.errors());
    // Each file alone first: an error then names it and its line.
    const iamproof::Source source(argv[i], *text);
    if (const auto records = iamproof::parse_records(source); !records) return fail(records.errors());
    all += *text;
  }
  const iamproof::Source source("the catalogue's files together", std::move(all));
  const auto records = iamproof::parse_records(source);
  if (!records) return fail(records.errors());
  if (const auto errors = iamproof::unknown_names(*records, source); !errors.empty()) return fail(errors);
  const auto block = iamproof::build_block(*records);
  if (!block) return fail(block.errors());
  std::ofstream file(argv[1], std::ios::binary);
  for (const std::byte byte : *block) file.put(static_cast<char>(byte));
  file.close();
  return file ? 0 : fail({iamproof::Error{argv[1], {}, "cannot be written"}});
}
