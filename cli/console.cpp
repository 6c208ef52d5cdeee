#include "console.h"

#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>

#include <langinfo.h>
#include <unistd.h>

#include "iamproof/source.h"

namespace iamproof::cli {

void add_color_option(CLI::App& command, Common& common) {
  command.add_option("--color", common.color, "auto (on a terminal unless NO_COLOR is set), always, never")
      ->check(CLI::IsMember({"auto", "always", "never"}))
      ->option_text("WHEN");
}

void add_catalogue_options(CLI::App& command, Common& common) {
  command.add_option("--catalogue", common.catalogue, "Use this catalogue of actions instead of the built-in one")
      ->option_text("FILE");
  command.add_option("--overlay", common.overlay, "Lay private services over the catalogue")->option_text("FILE");
}

Result<Catalogue> load_catalogue(const Common& common) {
  Result<Catalogue> catalogue = Catalogue::built_in();
  if (!common.catalogue.empty()) {
    Result<std::string> text = read_file(common.catalogue);
    if (!text) return text.errors();
    const Source source(common.catalogue, std::move(*text));
    catalogue = Catalogue::read(source);
  }
  if (!catalogue || common.overlay.empty()) return catalogue;
  Result<std::string> text = read_file(common.overlay);
  if (!text) return text.errors();
  const Source source(common.overlay, std::move(*text));
  return catalogue->with_overlay(source);
}

bool is_terminal(int stream) {
  return ::isatty(stream) == 1;
}

static bool wants_color(const Common& common, int stream) {
  if (common.color != "auto") return common.color == "always";
  const char* no_color = std::getenv("NO_COLOR");
  const char* terminal = std::getenv("TERM");
  if (no_color != nullptr && *no_color != '\0') return false;
  if (terminal == nullptr || std::strcmp(terminal, "dumb") == 0) return false;
  return is_terminal(stream);
}

TextOptions text_options(const Common& common, int stream) {
  TextOptions options;
  options.color = wants_color(common, stream);
  options.unicode = std::strcmp(::nl_langinfo(CODESET), "UTF-8") == 0;
  return options;
}

bool print(std::string_view text, std::FILE* stream) {
  if (std::fwrite(text.data(), 1, text.size(), stream) == text.size() && std::fflush(stream) == 0) return true;
  print_error(std::string("cannot write to standard output: ") + std::strerror(errno), {});
  return false;
}

void print_errors(const Errors& errors, const Common& common) {
  const TextOptions options = text_options(common, STDERR_FILENO);
  std::string text;
  for (const Error& error : errors) write_text(text, error, options);
  std::fwrite(text.data(), 1, text.size(), stderr);
}

void print_error(std::string_view message, const Common& common) {
  print_errors({Error{"", {}, std::string(message)}}, common);
}

}  // namespace iamproof::cli
