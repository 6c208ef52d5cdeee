/// The part of a catalogue that random worlds are made of, as text. Claims range over all actions: with a few of them a
/// world takes microseconds instead of milliseconds, and what is left out is one more action that AWS may add later.
#pragma once

#include <string>

#include "iamproof/catalogue.h"
#include "support/json.h"

namespace agree {

std::string small_catalogue(const iamproof::Catalogue& whole);

/// A family that only the small catalogue has, and the region it stands for.
inline constexpr const char* family_name = "picked";
support::Json family_as_region();

}  // namespace agree
