/// The part of a catalogue that random worlds are made of, as text. Claims range over all actions: with a few of them a
/// world takes microseconds instead of milliseconds, and what is left out is one more action that AWS may add later.
#pragma once

#include <string>
#include <vector>

#include "iamproof/catalogue.h"
#include "support/json.h"

namespace agree {

/// The actions and keys of the alphabet, and the family below.
std::string small_catalogue(const iamproof::Catalogue& whole);

/// Some actions with their services and resource types, some keys, some families. What the whole catalogue does not
/// have is left out.
struct Excerpt {
  std::vector<std::string> actions, keys, families;
};
std::string small_catalogue(const iamproof::Catalogue& whole, const Excerpt& excerpt);

/// A family that only the small catalogue has, and the region it stands for.
inline constexpr const char* family_name = "picked";
support::Json family_as_region();

}  // namespace agree
