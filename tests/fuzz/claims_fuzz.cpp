// Any bytes as a claim file and as lists of access: never a crash, errors have places inside the text, and what is read
// can be compiled.

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <string>

#include "iamproof/questions.h"

using namespace iamproof;

static void require(bool holds) {
  if (!holds) std::abort();
}

static void check_errors(const Source& source, const Errors& errors) {
  require(!errors.empty());
  const auto lines = std::count(source.text().begin(), source.text().end(), '\n') + 1;
  for (const Error& error : errors) {
    require(!error.message.empty());
    if (!error.position) continue;
    require(error.position->line >= 1 && error.position->line <= static_cast<std::uint32_t>(lines));
    require(error.position->column >= 1 && error.position->column <= source.text().size() + 1);
  }
}

static void check_claims(const Source& source, Result<ClaimFile> file) {
  if (!file) return check_errors(source, file.errors());
  for (const Claim& claim : file->claims) {
    require(compares(claim.kind) == claim.reference.has_value());
  }
  static const Catalogue catalogue = Catalogue::built_in();
  const auto compiled = compile(std::move(*file), catalogue);
  if (!compiled) check_errors(source, compiled.errors());
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const Source source("fuzz", std::string(reinterpret_cast<const char*>(data), size));
  ClaimReadOptions options;
  options.open = [&](std::string_view) -> Result<std::shared_ptr<const Source>> {
    return std::make_shared<const Source>("reference", std::string(source.text()));
  };
  check_claims(source, parse_claims(source, options));
  check_claims(source, ask_access(source));
  return 0;
}
