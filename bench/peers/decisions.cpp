// Decides on the requests of decide_cases.h and prints a line of JSON for each policy: the document, the requests, the
// decisions, and the nanoseconds that one took. Another tool reads the lines and does the same.
#include <cstdio>

#include "corpus.h"
#include "decide_cases.h"
#include "report/json_writer.h"

namespace iamproof::bench {

static void write(JsonWriter& json, const Request& request) {
  json.begin('{').key("principal").string(request.principal).key("action").string(request.action);
  json.key("resource").string(request.resource).key("resource_account").string(*request.resource_account);
  json.key("context").begin('{');
  for (const auto& [key, value] : request.context) json.key(key).string(std::get<std::string>(value));
  json.end('}').end('}');
}

static std::string line_of(const DecideCase& one) {
  std::string policy;  // on one line
  append_compact(policy, one.source->text());
  JsonWriter json;
  json.begin('{').key("name").string(one.source->name()).key("policy").raw(policy);
  json.key("ns").number(static_cast<std::size_t>(time_of_decision(one, 5)));
  json.key("requests").begin('[');
  for (const Request& request : one.requests) write(json, request);
  json.end(']').key("decisions").begin('[');
  for (const Request& request : one.requests) json.string(to_string(decide(one.policies, request)));
  json.end(']').end('}');
  return json.text();
}

}  // namespace iamproof::bench

int main(int argc, char** argv) {
  if (argc != 2) {
    std::fprintf(stderr, "usage: iamproof_decisions managedPolicies.json\n");
    return 2;
  }
  iamproof::bench::load_corpus(argv[1]);
  for (const auto& one : iamproof::bench::decide_cases()) std::puts(iamproof::bench::line_of(one).c_str());
  return 0;
}
