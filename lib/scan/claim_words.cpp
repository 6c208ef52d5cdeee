// A question is written down as a claim file and read like any other, so that the grammar of policies is asked once and
// the text can be shown to whoever wants to keep the claim:
//
//     --never billing:* --on '*'  ->  {"claims": [{"id": "never billing:*", "claim": "never-allowed",
//                                                  "region": [{"Action": ["billing:*"], "Resource": ["*"]}]}]}
#include <algorithm>
#include <iterator>
#include <map>

#include <fmt/format.h>

#include "iamproof/case.h"
#include "iamproof/pack.h"
#include "iamproof/questions.h"
#include "iamproof/report.h"
#include "json/json.h"
#include "report/json_writer.h"
#include "source/excerpt.h"

namespace iamproof {

namespace {

Error plain(std::string message) {
  return {"", {}, std::move(message)};
}

/// The elements of a Condition, and of each operator's, as pieces of JSON text by name.
using Block = std::map<std::string, std::map<std::string, std::string>>;

/// Adds a key under an operator. A second condition on the same two would be lost in the JSON of a policy.
Errors add(Block& block, std::string_view op, std::string_view key, std::string value) {
  const bool is_new = block[std::string(op)].emplace(key, std::move(value)).second;
  if (is_new) return {};
  return {
      plain(fmt::format("{} has {} twice; alternatives are written KEY=[a,b]", in_backticks(op), in_backticks(key)))};
}

Errors add_json(Block& block, const std::string& text) {
  const Source source("", text);
  const auto document = json::read(source);
  if (!document) return {plain(fmt::format("is not JSON: {}", document.errors().front().message))};
  Errors errors;
  for (const json::Member op : document->root().members()) {
    if (!op.value.is(json::Kind::object)) {
      return {plain(fmt::format("{} must be an object of condition keys", in_backticks(op.key.text())))};
    }
    for (const json::Member key : op.value.members()) {
      Errors some = add(block, op.key.text(), key.key.text(), std::string(source.slice(key.value.span())));
      std::move(some.begin(), some.end(), std::back_inserter(errors));
    }
  }
  return errors;
}

std::string as_json(const ContextValue& value) {
  JsonWriter json;
  if (const auto* single = std::get_if<std::string>(&value)) return json.string(*single).text();
  json.begin('[');
  for (const std::string& text : std::get<std::vector<std::string>>(value)) json.string(text);
  return json.end(']').text();
}

/// "ForAnyValue:StringEquals:aws:TagKeys=[a,b]": the operator, with a set operator before it, ends at a colon.
Errors add_words(Block& block, std::string_view text) {
  std::size_t colon = text.find(':');
  if (text.starts_with("ForAllValues:") || text.starts_with("ForAnyValue:")) colon = text.find(':', colon + 1);
  if (colon == std::string_view::npos) return {plain("is no condition; expected OPERATOR:KEY=VALUE, or JSON")};
  Request request;
  if (Errors errors = add_context(request, text.substr(colon + 1)); !errors.empty()) return errors;
  for (const auto& [key, value] : request.context) return add(block, text.substr(0, colon), key, as_json(value));
  return {};
}

Result<Block> conditions_of(const Question& question) {
  Block block;
  Errors errors;
  for (const std::string& text : question.conditions) {
    Errors some = text.starts_with('{') ? add_json(block, text) : add_words(block, text);
    for (const Error& error : some) {
      errors.push_back(plain(fmt::format("condition {}: {}", in_backticks(text), error.message)));
    }
  }
  if (!errors.empty()) return errors;
  return block;
}

/// A family's patterns, or the pattern itself; nothing for what is neither or matches no action.
Result<std::vector<std::string>> patterns_of(const std::string& action, const Catalogue& catalogue) {
  std::vector<std::string> patterns;
  for (const FamilyEntry& entry : catalogue.family(action)) patterns.emplace_back(entry.pattern);
  if (!patterns.empty()) return patterns;
  if (action.find(':') == std::string::npos && action != "*") {
    return plain(fmt::format("{} is neither a pattern of actions such as `s3:Get*` nor a family; the families are {}",
                             in_backticks(action), fmt::join(catalogue.families(), ", ")));
  }
  const bool is_known = action == "*" || !catalogue.expand(action).empty();
  if (!is_known) return plain(unmatched_action(action, catalogue).message);
  return std::vector<std::string>{action};
}

void write_list(JsonWriter& json, std::string_view name, const std::vector<std::string>& list) {
  if (list.empty()) return;
  json.key(name).begin('[');
  for (const std::string& text : list) json.string(text);
  json.end(']');
}

void write_conditions(JsonWriter& json, const Block& block) {
  if (block.empty()) return;
  json.key("Condition").begin('{');
  for (const auto& [op, keys] : block) {
    json.key(op).begin('{');
    for (const auto& [key, value] : keys) json.key(key).raw(value);
    json.end('}');
  }
  json.end('}');
}

Result<std::string> text_of(const Question& question, const Catalogue& catalogue) {
  const Result<Block> conditions = conditions_of(question);
  Errors errors = conditions ? Errors{} : conditions.errors();
  std::vector<std::string> actions;
  for (const std::string& action : question.actions) {
    const auto patterns = patterns_of(action, catalogue);
    if (patterns) actions.insert(actions.end(), patterns->begin(), patterns->end());
    if (!patterns) errors.insert(errors.end(), patterns.errors().begin(), patterns.errors().end());
  }
  if (!errors.empty()) return errors;
  JsonWriter json;
  json.begin('{').key("claims").begin('[').begin('{').key("id").string(question.id).key("title").string(question.title);
  json.key("claim").string(to_string(question.kind)).key("region").begin('[').begin('{');
  write_list(json, "Action", actions);
  write_list(json, "Resource", question.resources);
  write_conditions(json, *conditions);
  return json.end('}').end(']').end('}').end(']').end('}').text();
}

}  // namespace

Result<ClaimFile> ask(const Question& question, const Catalogue& catalogue) {
  Result<std::string> text = text_of(question, catalogue);
  if (!text) return text.errors();
  auto source = std::make_shared<const Source>("command line", std::move(*text));
  Result<ClaimFile> file = parse_claims(*source);
  if (!file) {
    Errors errors;  // a place in a text that nobody has written tells nobody anything
    for (const Error& error : file.errors()) errors.push_back(plain(error.message));
    return errors;
  }
  file->sources.push_back(std::move(source));
  return file;
}

ClaimFile ask_without_mfa() {
  const Pack pack = *find_pack("org-admin");
  auto source = std::make_shared<const Source>("command line", std::string(pack.text));
  ClaimFile file = *parse_claims(*source);
  std::erase_if(file.claims, [](const Claim& claim) { return claim.id != "mfa-denied"; });
  Claim& claim = file.claims.front();
  claim.id = "without-mfa";
  claim.severity = Severity::error;
  claim.unless_refuted.clear();
  file.name.clear();
  file.title.clear();
  file.sources.push_back(std::move(source));
  return file;
}

}  // namespace iamproof
