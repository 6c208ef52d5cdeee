// Nothing here is random: a policy that takes too long today must take too long tomorrow. Where a formula is meant to
// look random, a fixed generator makes it.
#include "hostile/documents.h"

#include <cstdint>
#include <functional>

#include <fmt/format.h>

namespace hostile {

namespace {

// ---- Writing ----

std::string quoted(const std::string& text) {
  return '"' + text + '"';
}

/// "[a, b, ...]" of what is made for 0 to count-1.
std::string list(std::size_t count, const std::function<std::string(std::size_t)>& make) {
  std::string out = "[";
  for (std::size_t i = 0; i < count; ++i) out += (i == 0 ? "" : ",") + quoted(make(i));
  return out + "]";
}

std::string member(const std::string& name, const std::string& value) {
  return quoted(name) + ":" + value;
}

/// A statement of everything, but for what the parts say: "Resource" and "Condition" by their names.
std::string statement(const std::string& effect, const std::string& action, const std::string& resource = "",
                      const std::string& condition = "") {
  std::string out = "{" + member("Effect", quoted(effect)) + ",";
  out += action.empty() ? member("Action", quoted("*")) : action;
  out += "," + (resource.empty() ? member("Resource", quoted("*")) : resource);
  if (!condition.empty()) out += "," + member("Condition", "{" + condition + "}");
  return out + "}";
}

std::string condition(const std::string& op, const std::string& key, const std::string& values) {
  return member(op, "{" + member(key, values) + "}");
}

const std::string little = statement("Allow", member("Action", quoted("sqs:ListQueues")));

/// Allows everything, then denies.
Policies denied(const Statements& denies) {
  Policies out;
  out.identity.push_back(statement("Allow", ""));
  out.identity.insert(out.identity.end(), denies.begin(), denies.end());
  return out;
}

std::string tag(std::size_t number) {
  return fmt::format("aws:PrincipalTag/k{}", number);
}

/// A counter, stirred: numbers below `bound`.
class Numbers {
 public:
  explicit Numbers(std::uint64_t seed) : state_(seed) {}
  std::size_t below(std::size_t bound) {
    std::uint64_t z = (state_ += 0x9E3779B97F4A7C15U);
    z = (z ^ (z >> 30U)) * 0xBF58476D1CE4E5B9U;
    z = (z ^ (z >> 27U)) * 0x94D049BB133111EBU;
    return (z ^ (z >> 31U)) % bound;
  }

 private:
  std::uint64_t state_;
};

/// "*d*b*a*c*": letters in some order, anything between them.
std::string interleaved(Numbers& numbers, std::size_t letters, std::size_t alphabet) {
  std::string out = "*";
  for (std::size_t i = 0; i < letters; ++i) {
    out += static_cast<char>('a' + numbers.below(alphabet));
    out += '*';
  }
  return out;
}

// ---- Texts and patterns ----

Policies interleaved_resources() {
  Numbers numbers(1);
  const auto bucket = [&](std::size_t) { return "arn:aws:s3:::" + interleaved(numbers, 8, 6); };
  return denied({statement("Deny", member("Action", quoted("s3:*")), member("NotResource", list(2000, bucket))),
                 statement("Deny", member("Action", quoted("s3:Get*")), member("Resource", list(2000, bucket)))});
}

Policies interleaved_values() {
  Numbers numbers(2);
  const auto pattern = [&](std::size_t) { return interleaved(numbers, 10, 4); };
  return denied({statement("Deny", "", "", condition("StringNotLike", tag(0), list(1500, pattern))),
                 statement("Deny", "", "", condition("StringLike", tag(0), list(1500, pattern)))});
}

// Each Deny leaves the values that one pattern matches: only their intersection is left, and it is found through the
// product of all automata.
Policies intersected_patterns() {
  Statements denies;
  Numbers numbers(3);
  for (std::size_t i = 0; i < 40; ++i)
    denies.push_back(
        statement("Deny", "", "", condition("StringNotLike", tag(0), quoted(interleaved(numbers, 12, 5)))));
  denies.push_back(statement("Deny", "", "", condition("StringLike", tag(0), quoted("*a*a*a*a*b*b*b*b*c*"))));
  return denied(denies);
}

Policies lengths() {
  const auto longer = [](std::size_t i) { return std::string(3 * i + 1, '?') + "x*"; };
  const auto shorter = [](std::size_t i) { return "*y" + std::string(2 * i + 1, '?'); };
  return denied({statement("Deny", "", "", condition("StringLike", tag(0), list(300, longer))),
                 statement("Deny", "", "", condition("StringLike", tag(0), list(300, shorter))),
                 statement("Deny", "", "", condition("StringNotLike", tag(0), quoted("*y*x*z*")))});
}

Policies one_long_pattern() {
  std::string pattern;
  for (std::size_t i = 0; i < 49'000; ++i) pattern += i % 3 == 0 ? "a*" : "b?*";
  return denied({statement("Deny", "", "", condition("StringNotLike", tag(0), quoted(pattern))),
                 statement("Deny", "", member("Resource", quoted("arn:aws:s3:::" + pattern)))});
}

Policies letter_case() {
  const auto text = [](std::size_t i) { return fmt::format("Value-{}-x", i); };
  const auto pattern = [](std::size_t i) { return fmt::format("v*-{}-?", i); };
  return denied({statement("Deny", "", "", condition("StringNotEqualsIgnoreCase", tag(0), list(2000, text))),
                 statement("Deny", "", "", condition("StringEquals", tag(0), list(2000, text))),
                 statement("Deny", "", "", condition("StringLike", tag(0), list(2000, pattern)))});
}

// ---- One key ----

Policies conditions_on_one_key() {
  static const std::vector<std::pair<std::string, std::string>> forms = {
      {"StringEquals", "v{}"},        {"StringNotEquals", "v{}"},         {"StringLike", "v{}*"},
      {"StringNotLike", "*{}*v"},     {"StringEqualsIgnoreCase", "V{}"},  {"NumericLessThan", "{}"},
      {"NumericNotEquals", "{}"},     {"NumericGreaterThanEquals", "{}"}, {"StringNotEqualsIfExists", "w{}"},
      {"NumericEqualsIfExists", "{}"}};
  Statements denies;
  for (std::size_t i = 0; i < 400; ++i) {
    const auto& [op, value] = forms[i % forms.size()];
    const auto& [other, operand] = forms[(i / forms.size() + i + 1) % forms.size()];
    if (op == other) continue;
    denies.push_back(statement("Deny", "", "",
                               condition(op, tag(0), quoted(fmt::format(fmt::runtime(value), i))) + "," +
                                   condition(other, tag(0), quoted(fmt::format(fmt::runtime(operand), i + 1)))));
  }
  return denied(denies);
}

// All numbers but one are denied.
Policies intervals() {
  Statements denies;
  for (std::size_t i = 0; i < 4000; ++i)
    denies.push_back(statement("Deny", "", "",
                               condition("NumericGreaterThan", "s3:max-keys", quoted(std::to_string(2 * i))) + "," +
                                   condition("NumericLessThan", "s3:max-keys", quoted(std::to_string(2 * i + 2)))));
  denies.push_back(statement("Deny", "", "", condition("NumericNotEquals", "s3:max-keys", quoted("4000"))));
  return denied(denies);
}

Policies address_blocks() {
  const auto block = [](std::size_t i) { return fmt::format("{}.{}.0.0/16", i / 256, i % 256); };
  const auto other = [](std::size_t i) { return fmt::format("2001:{:x}::/32", i); };
  return denied({statement("Deny", "", "", condition("IpAddress", "aws:SourceIp", list(30'000, block))),
                 statement("Deny", "", "", condition("NotIpAddress", "aws:SourceIp", list(60'000, block))),
                 statement("Deny", "", "", condition("IpAddress", "aws:SourceIp", list(10'000, other)))});
}

Policies sets_of_values() {
  Statements denies;
  for (std::size_t i = 0; i < 150; ++i) {
    const std::string values = list(5, [&](std::size_t j) { return fmt::format("t{}", (i * 7 + j * 3) % 60); });
    const std::string any = i % 2 == 0 ? "ForAnyValue:StringEquals" : "ForAnyValue:StringNotLike";
    const std::string all = i % 3 == 0 ? "ForAllValues:StringLike" : "ForAllValues:StringNotEquals";
    denies.push_back(
        statement("Deny", "", "", condition(any, "aws:TagKeys", values) + "," + condition(all, "aws:TagKeys", values)));
  }
  return denied(denies);
}

Policies arns() {
  const auto role = [](std::size_t i) { return fmt::format("arn:aws:iam::{:012}:role/*{}*/a?{}", i % 90, i, i % 10); };
  const auto user = [](std::size_t i) { return fmt::format("arn:*:iam::*{}:*{}*", i % 10, i); };
  return denied({statement("Deny", "", "", condition("ArnNotLike", "aws:PrincipalArn", list(1500, role))),
                 statement("Deny", "", "", condition("ArnLike", "aws:PrincipalArn", list(1500, user))),
                 statement("Deny", "", "", condition("StringLike", "aws:PrincipalArn", list(500, user)))});
}

// ---- Lattices of Denies ----

// Each Deny is a clause: the three keys may not all be so. At this ratio a random formula is hardest.
Policies clauses(std::size_t keys, std::size_t count, std::uint64_t seed) {
  Numbers numbers(seed);
  Statements denies;
  for (std::size_t i = 0; i < count; ++i) {
    std::string yes;
    std::string no;
    std::size_t used[3] = {keys, keys, keys};
    for (std::size_t& key : used) {
      std::size_t chosen = numbers.below(keys);
      while (chosen == used[0] || chosen == used[1] || chosen == used[2]) chosen = numbers.below(keys);
      key = chosen;
      std::string& side = numbers.below(2) == 0 ? yes : no;
      side += (side.empty() ? "" : ",") + member(tag(chosen), quoted("on"));
    }
    std::string block;
    if (!yes.empty()) block += member("StringEquals", "{" + yes + "}");
    if (!no.empty()) block += (block.empty() ? "" : ",") + member("StringNotEquals", "{" + no + "}");
    denies.push_back(statement("Deny", "", "", block));
  }
  return denied(denies);
}

Policies random_clauses() {
  return clauses(120, 510, 4);
}

// As many pigeons as holes and one: each sits somewhere, no two share a hole. Key h of pigeon p: it sits there.
Policies pigeonholes() {
  constexpr std::size_t holes = 9;
  const auto sits = [](std::size_t pigeon, std::size_t hole) { return tag(pigeon * 100 + hole); };
  Statements denies;
  for (std::size_t pigeon = 0; pigeon <= holes; ++pigeon) {
    std::string nowhere;
    for (std::size_t hole = 0; hole < holes; ++hole)
      nowhere += (hole == 0 ? "" : ",") + member(sits(pigeon, hole), quoted("on"));
    denies.push_back(statement("Deny", "", "", member("StringNotEquals", "{" + nowhere + "}")));
    for (std::size_t other = 0; other < pigeon; ++other)
      for (std::size_t hole = 0; hole < holes; ++hole)
        denies.push_back(statement("Deny", "", "",
                                   member("StringEquals", "{" + member(sits(pigeon, hole), quoted("on")) + "," +
                                                              member(sits(other, hole), quoted("on")) + "}")));
  }
  return denied(denies);
}

// Every Deny fails by its resource or by its key, and no two resources or keys are alike.
Policies resources_and_keys() {
  Statements denies;
  for (std::size_t i = 0; i < 300; ++i)
    denies.push_back(statement("Deny", member("Action", quoted("s3:*")),
                               member("NotResource", quoted(fmt::format("arn:aws:s3:::*{}*/{}*", i % 17, i % 13))),
                               condition("StringNotLike", tag(i % 23), quoted(fmt::format("*{}*", i)))));
  return denied(denies);
}

// Each level lets in what the one above does in half of the ways.
Policies levels() {
  const auto allows = [](std::size_t level) {
    Statements out;
    for (std::size_t i = 0; i < 60; ++i)
      out.push_back(statement("Allow", "", "",
                              condition("StringEquals", tag((i + level) % 40), quoted(fmt::format("v{}", level))) +
                                  "," +
                                  condition("StringLike", tag((i * 3 + level) % 37), quoted(fmt::format("*{}", i)))));
    return out;
  };
  Policies out;
  out.identity = allows(0);
  out.identity.push_back(little);
  out.boundary = allows(1);
  for (std::size_t level = 2; level < 7; ++level) out.scp.push_back(allows(level));
  return out;
}

// ---- Size ----

Policies statements() {
  Policies out;
  for (std::size_t i = 0; i + 1 < 20'000; ++i)
    out.identity.push_back(statement(i % 5 == 4 ? "Deny" : "Allow",
                                     member("Action", quoted(i % 2 == 0 ? "s3:GetObject" : "s3:Put*")),
                                     member("Resource", quoted(fmt::format("arn:aws:s3:::b{}/*", i)))));
  out.identity.push_back(little);
  return out;
}

Policies not_resources() {
  const auto object = [](std::size_t i) { return fmt::format("arn:aws:s3:::bucket-{}/*/{}", i, i % 7); };
  return denied({statement("Deny", member("Action", quoted("s3:*")), member("NotResource", list(60'000, object)))});
}

Policies not_actions() {
  const auto service = [](std::size_t i) { return fmt::format("svc{}:*", i); };
  const auto action = [](std::size_t i) { return fmt::format("svc{}:Get*", i); };
  return denied({statement("Deny", member("NotAction", list(30'000, service))),
                 statement("Deny", member("NotAction", list(30'000, action)), "",
                           condition("StringEquals", tag(0), quoted("on")))});
}

Policies action_patterns() {
  Numbers numbers(5);
  const auto pattern = [&](std::size_t) { return "s3:" + interleaved(numbers, 5, 8); };
  Statements denies;
  for (std::size_t i = 0; i < 30; ++i)
    denies.push_back(
        statement("Deny", member("Action", list(60, pattern)), "", condition("StringEquals", tag(i), quoted("on"))));
  return denied(denies);
}

Policies keys() {
  std::string all;
  for (std::size_t i = 0; i < 6000; ++i) all += (i == 0 ? "" : ",") + member(tag(i), quoted(fmt::format("v{}", i)));
  return denied({statement("Deny", "", "", member("StringNotEquals", "{" + all + "}")),
                 statement("Deny", "", "", member("StringEquals", "{" + all + "}"))});
}

Policies variables() {
  Statements denies;
  for (std::size_t i = 0; i < 200; ++i) {
    const std::string text = fmt::format("${{{}}}*${{{}, 'x{}'}}", tag(i % 20), tag((i + 7) % 20), i);
    denies.push_back(
        statement("Deny", member("Action", quoted("s3:*")),
                  member(i % 2 == 0 ? "Resource" : "NotResource", quoted("arn:aws:s3:::b/" + text)),
                  condition(i % 3 == 0 ? "StringLike" : "StringNotLike", tag((i + 3) % 20), quoted(text))));
  }
  return denied(denies);
}

}  // namespace

const std::vector<Attack>& attacks() {
  static const std::vector<Attack> all = {
      {"interleaved-resources", "thousands of resource patterns of wildcards and letters in turn",
       interleaved_resources},
      {"interleaved-values", "the same on one context key, wanted and unwanted", interleaved_values},
      {"intersected-patterns", "a value that forty patterns match", intersected_patterns},
      {"lengths", "patterns that count characters from either end", lengths},
      {"one-long-pattern", "one pattern of 49,000 wildcards", one_long_pattern},
      {"letter-case", "thousands of texts with and without regard to case", letter_case},
      {"conditions-on-one-key", "hundreds of conditions of all kinds on one key", conditions_on_one_key},
      {"intervals", "thousands of intervals that leave one number", intervals},
      {"address-blocks", "a hundred thousand blocks of addresses", address_blocks},
      {"sets-of-values", "hundreds of conditions on the sets of one key", sets_of_values},
      {"arns", "thousands of patterns of ARNs, as ARNs and as text", arns},
      {"random-clauses", "denies that are a random 3-SAT formula", random_clauses},
      {"pigeonholes", "denies that leave nothing, and no short proof of it", pigeonholes},
      {"resources-and-keys", "hundreds of denies that fail by resource or by key", resources_and_keys},
      {"levels", "seven layers of sixty ways each to be allowed", levels},
      {"statements", "as many statements as are read", statements},
      {"not-resources", "a deny with sixty thousand exceptions", not_resources},
      {"not-actions", "tens of thousands of services that nobody knows", not_actions},
      {"action-patterns", "action patterns that split the catalogue in every way", action_patterns},
      {"keys", "thousands of keys in one statement", keys},
      {"variables", "policy variables everywhere", variables},
  };
  return all;
}

std::string document(const Statements& statements, bool without_last) {
  std::string out = R"({"Version":"2012-10-17","Statement":[)";
  const std::size_t count = statements.size() - (without_last ? 1 : 0);
  for (std::size_t i = 0; i < count; ++i) out += (i == 0 ? "" : ",\n") + statements[i];
  return out + "]}";
}

}  // namespace hostile
