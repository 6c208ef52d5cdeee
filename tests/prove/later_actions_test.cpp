#include "prove/later_actions.h"

#include <doctest/doctest.h>

#include "iamproof/catalogue.h"

using namespace iamproof;

namespace {

CompiledStatement naming(const std::vector<std::string_view>& patterns, bool negated = false) {
  std::vector<FamilyEntry> entries;
  for (const std::string_view pattern : patterns) entries.push_back({pattern, {}});
  CompiledStatement statement = compile_patterns(entries, Catalogue::built_in());
  if (negated) {
    statement.actions.negated = true;
    statement.actions.catalogue.complement();
  }
  return statement;
}

Glob pattern(std::string_view text) {
  return Glob(text, LetterCase::insensitive);
}

std::optional<std::string> name_in(std::string_view within, const std::vector<NameConstraint>& constraints,
                                   std::vector<Glob> apart = {}) {
  const Catalogue catalogue = Catalogue::built_in();
  const LaterActions actions{pattern(within), std::move(apart), &catalogue, {}};
  Budget budget{100'000};
  TextSearch search = find_name(actions, constraints, budget);
  CHECK(search.found != Found::out_of_budget);
  if (search.found != Found::yes) return std::nullopt;
  CHECK_FALSE(catalogue.find_action(search.text));
  CHECK(is_action_name(search.text));
  return search.text;
}

}  // namespace

TEST_CASE("later actions: what share of them an element has") {
  CHECK(share_of(naming({"*"}).actions, pattern("s3:get*")) == Share::all);
  CHECK(share_of(naming({"s3:g*"}).actions, pattern("s3:get*")) == Share::all);
  CHECK(share_of(naming({"s3:*tagging"}).actions, pattern("s3:get*")) == Share::some);
  CHECK(share_of(naming({"s3:put*", "ec2:*"}).actions, pattern("s3:get*")) == Share::none);
  // What AWS has already is none of them.
  CHECK(share_of(naming({"s3:GetObject"}).actions, pattern("s3:get*")) == Share::none);
  CHECK(share_of(naming({"s3:GetNothing"}).actions, pattern("s3:get*")) == Share::some);
  CHECK(share_of(naming({"s3:g*"}, true).actions, pattern("s3:get*")) == Share::none);
  CHECK(share_of(naming({"s3:put*"}, true).actions, pattern("s3:get*")) == Share::all);
  CHECK(share_of(naming({"s3:*tagging"}, true).actions, pattern("s3:get*")) == Share::some);
}

TEST_CASE("later actions: a name is found where there is one, and only there") {
  const CompiledStatement tagging = naming({"s3:*tagging"});
  const CompiledStatement all_but_tagging = naming({"s3:*tagging"}, true);
  const CompiledStatement everything = naming({"*"});
  const auto within = name_in("s3:get*", {{&tagging.actions, true}});
  REQUIRE(within);
  CHECK(within->starts_with("s3:get"));
  CHECK(within->ends_with("tagging"));
  const auto outside = name_in("s3:get*", {{&tagging.actions, false}});
  REQUIRE(outside);
  CHECK_FALSE(outside->ends_with("tagging"));
  CHECK(name_in("s3:get*", {{&all_but_tagging.actions, false}}) == within);
  CHECK(name_in("s3:get*", {{&everything.actions, true}}));
  CHECK_FALSE(name_in("s3:get*", {{&everything.actions, false}}));
  CHECK_FALSE(name_in("s3:get*", {{&tagging.actions, true}, {&all_but_tagging.actions, true}}));
}

TEST_CASE("later actions: names that are taken or set apart are none") {
  CHECK_FALSE(name_in("s3:getobject", {}));
  CHECK(name_in("s3:getobject?", {}));
  const auto first = name_in("s3:?", {});
  REQUIRE(first);
  const auto second = name_in("s3:?", {}, {Glob::literal(*first, LetterCase::insensitive)});
  REQUIRE(second);
  CHECK(*first != *second);
  // Thirty-nine letters, and no action has one of them for a name.
  std::vector<Glob> all;
  for (const char c : std::string_view("abcdefghijklmnopqrstuvwxyz0123456789-_.")) {
    all.push_back(Glob::literal(std::string("s3:") + c, LetterCase::insensitive));
  }
  CHECK_FALSE(name_in("s3:?", {}, all));
}
