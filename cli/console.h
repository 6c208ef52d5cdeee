/// What the commands share: exit statuses, the terminal, the catalogue asked for.
#pragma once

#include <cstdio>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <CLI/CLI.hpp>

#include "iamproof/catalogue.h"
#include "iamproof/report.h"
#include "iamproof/result.h"

namespace iamproof::cli {

enum Status : int {
  status_clean = 0,
  status_found = 1,   ///< findings, or nothing that matches
  status_failed = 2,  ///< something could not be done, or the call was wrong
};

/// Options that every command understands.
struct Common {
  std::string color = "auto";
  std::string catalogue, overlay;
};

void add_color_option(CLI::App& command, Common& common);
void add_catalogue_options(CLI::App& command, Common& common);

/// The built-in catalogue, or the file given, with the overlay given.
Result<Catalogue> load_catalogue(const Common& common);

/// How to write on a stream: colours as asked for, else on a terminal and unless NO_COLOR is set; UTF-8 if the
/// locale's.
TextOptions text_options(const Common& common, int stream);
bool is_terminal(int stream);

/// Writes everything or returns false, having said why on standard error.
bool print(std::string_view text, std::FILE* stream = stdout);
void print_errors(const Errors& errors, const Common& common);
void print_error(std::string_view message, const Common& common);

/// Each adds its command to `app`. Running it sets `status`.
void add_check(CLI::App& app, int& status);
void add_actions(CLI::App& app, int& status);
/// `paths`: what the command line has after `--`, if it has one.
void add_diff(CLI::App& app, std::optional<std::vector<std::string>> paths, int& status);
void add_evaluate(CLI::App& app, int& status);
void add_prove(CLI::App& app, int& status);
void add_fmt(CLI::App& app, int& status);
void add_explain(CLI::App& app, int& status);
void add_checks(CLI::App& app, int& status);

}  // namespace iamproof::cli
