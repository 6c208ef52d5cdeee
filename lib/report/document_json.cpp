#include "report/document_json.h"

#include <algorithm>

#include "report/json_writer.h"

namespace iamproof {

void append_line(std::string& array, std::string_view element) {
  array += array.empty() ? "\n    " : ",\n    ";
  array += element;
}

std::string as_array(const std::string& inside) {
  return inside.empty() ? "[]" : "[" + inside + "\n  ]";
}

std::string reason_json(std::string_view path, std::string_view reason, const std::optional<Position>& position) {
  JsonWriter json;
  json.begin('{').key("path").string(path).key("reason").string(reason);
  if (position) json.key("line").number(position->line).key("column").number(position->column);
  return json.end('}').text();
}

static bool has_error(const CheckSubject& subject, const CheckedDocument& document) {
  return std::any_of(subject.errors.begin(), subject.errors.end(),
                     [&](const Error& error) { return error.source == document.path; });
}

void append_not_analysed(std::string& array, const CheckSubject& subject) {
  for (const Error& error : subject.errors) {
    append_line(array, reason_json(error.source, error.message, error.position));
  }
  if (subject.not_analysed.empty()) return;
  for (const CheckedDocument& document : subject.documents) {
    if (!has_error(subject, document)) append_line(array, reason_json(document.path, subject.not_analysed, {}));
  }
}

std::string tool_json(const Catalogue& catalogue, const JsonOptions& options) {
  JsonWriter tool;
  tool.begin('{').key("name").string("iamproof").key("version").string(options.tool_version).key("catalogue");
  tool.begin('{').key("date").string(catalogue.date()).key("version").string(catalogue.version()).end('}').end('}');
  return tool.text();
}

}  // namespace iamproof
