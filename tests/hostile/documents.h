/// Policies written to hurt: each strains one part of the prover, where its question is hard by nature (NP-hard,
/// PSPACE-hard) or where the document is as large as the limits let it be.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

namespace hostile {

/// One document, statement by statement; each is a JSON object.
using Statements = std::vector<std::string>;

/// The documents of a set, each with the part it plays. Comparisons are with the set without the last statement of the
/// first document.
struct Policies {
  Statements identity;
  Statements boundary;
  std::vector<Statements> scp;
};

struct Attack {
  std::string name;
  std::string strains;  ///< what is hard about it
  Policies (*make)();
};

const std::vector<Attack>& attacks();

/// {"Version", "Statement"}. Without its last statement if `without_last`.
std::string document(const Statements& statements, bool without_last = false);

}  // namespace hostile
