/// A glob as an automaton: a row of positions, each with a step to the next and perhaps a loop to itself.
///
///   "a?*b"      0 --a--> 1 --?--> 2 --b--> 3       with loops of class any on 1 and 2
///
/// In the normal form no two `many`s are adjacent, so a position has at most one loop and nothing moves without taking
/// a character. A loop is copied to the positions before it that are joined to it by `one`s of its class ("?*" is
/// "*?*"): the language stays, and the run of wildcards becomes what it means, "at least so many".
#pragma once

#include <cstdint>
#include <optional>

#include <boost/container/small_vector.hpp>

#include "glob/characters.h"
#include "glob/glob.h"

namespace iamproof {

/// The classes are nested: any, then no_colon, then digit.
inline bool includes(CharClass outer, CharClass inner) {
  return outer <= inner;
}

/// The characters a step or loop takes.
struct Letters {
  enum class Kind : std::uint8_t {
    none,        ///< nothing: no loop, or the end of the pattern
    exact,       ///< `c`
    both_cases,  ///< the lower-case letter `c` and its upper case
    cls,         ///< every character of `cls`
    variable,    ///< no character: the text of variable `c`
  };
  Kind kind = Kind::none;
  CharClass cls = CharClass::any;
  char32_t c = 0;

  bool has(char32_t letter) const {
    switch (kind) {
      case Kind::exact:
        return letter == c;
      case Kind::both_cases:
        return fold(letter) == c;
      case Kind::cls:
        return in_class(letter, cls);
      case Kind::none:
      case Kind::variable:
        break;
    }
    return false;
  }
};

/// For a literal, `one` or `many`, and the variable itself.
Letters letters_of(const Token& token, LetterCase letters);

/// Whether `outer` takes whatever `inner` takes; a variable only the same one, which the caller must want.
bool contains(const Letters& outer, const Letters& inner);

/// Whether one character is taken by both.
bool meet(const Letters& a, const Letters& b);

struct GlobPosition {
  Letters step;  ///< to the next position; `none` at the end of the pattern
  Letters loop;  ///< `none` or a class
  /// So many positions right before this one accept nothing that this one does not: whatever moves from them to here
  /// is of the loop's class, so that the loop could take it.
  std::uint32_t absorbs = 0;

  bool is_end() const { return step.kind == Letters::Kind::none; }
  /// Every text is accepted from here.
  bool accepts_rest() const { return is_end() && loop.kind == Letters::Kind::cls && loop.cls == CharClass::any; }
};

using GlobPositions = boost::container::small_vector<GlobPosition, 48>;

/// How many literals both begin with in common; nothing when the next ones differ, so that no text is matched by both.
/// Most pairs part there.
std::optional<std::size_t> common_head(const Glob& a, const Glob& b);

/// Of the glob without its first `skip` tokens: as many positions as there are tokens other than `many`, and the end.
GlobPositions positions_of(const Glob& glob, std::size_t skip = 0);

}  // namespace iamproof
