/// Which resource lies in the Resource elements of some statements and outside those of others.
#pragma once

#include <string>
#include <vector>

#include "arn/arn.h"
#include "compile/statement.h"
#include "glob/language.h"
#include "prove/key_theory.h"

namespace iamproof {

struct ResourceConstraint {
  const ResourceElement* element = nullptr;
  bool wanted = true;
};

/// The resources there are: those of some pattern. `usual` are those that a request is most believed with, customers'
/// own, with names; `likely` are texts to try first.
struct ResourceUniverse {
  std::vector<Glob> patterns;
  std::vector<Glob> usual;
  std::vector<std::string> likely;
  std::vector<Glob> within;   ///< where there are any, only what matches one of these as well
  std::vector<Glob> without;  ///< and nothing that matches one of these

  /// `*` and every text of an ARN's shape.
  static ResourceUniverse any();
  /// Those an action works on by the catalogue: ARNs of its resource types, and `*` where none is required.
  static ResourceUniverse of_action(const Catalogue& catalogue, ActionId action, Colons colons = Colons::as_named);
  /// The same, made once for each list of resource types and thread. Valid until the thread asks about another
  /// catalogue.
  static const ResourceUniverse& shared(const Catalogue& catalogue, ActionId action);
  /// Those of one account, and those whose ARN does not say whose they are.
  ResourceUniverse owned_by(std::string_view account) const;
};

/// Every resource but the ARNs that name another account. Access points of S3 lead to buckets of other accounts.
std::vector<Glob> of_account_or_none(std::string_view account);

struct ResourceAnswer {
  Found found = Found::no;
  std::string resource;
  Worth worth = Worth::exact;
  std::string reason;
};

/// As solve_key, for the resource. `hint`: a text to try early, such as the answer to fewer constraints.
ResourceAnswer solve_resource(const std::vector<ResourceConstraint>& constraints, const ResourceUniverse& universe,
                              const SearchWorld& world, Budget& budget, const std::string& hint);

/// A text of a pattern that reads well: `arn:aws:s3:::logs-*` gives `arn:aws:s3:::logs-example`. Variables stand for
/// nothing.
std::string likely_resource(const Glob& pattern);

/// Texts that variable `variable` of `pattern` may stand for so that the whole can match `text`: the shortest and the
/// longest.
std::vector<std::string> variable_texts(const Template& pattern, std::uint32_t variable, std::string_view text);

}  // namespace iamproof
