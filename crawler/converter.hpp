#pragma once

#include <stop_token>
#include <string>
#include <string_view>

#include "base/error.hpp"
#include "crawler/child_process.hpp"
#include "crawler/text_format.hpp"

namespace crawler {

/// A program that makes text of documents of one type: `pdftotext - -` of `application/pdf`. A value.
class Converter {
 public:
  /// `TYPE=COMMAND`, or `TYPE:html=COMMAND`, `TYPE:markdown=COMMAND` where that is what it writes. The command is
  /// parted at spaces that are not within '' or ""; there is no shell. Its program is looked for in PATH, unless it has
  /// a slash in it. Errors, of kind kTellUser: no such form, no such program.
  static base::Result<Converter> parse(std::string_view text);

  /// As it was given.
  const std::string& text() const { return text_; }
  /// Lower case, "type/subtype".
  const std::string& type() const { return type_; }
  /// What it makes of them; in UTF-8, unless it says otherwise (a byte order mark, a `meta`).
  TextFormat output() const { return output_; }

  /// What it makes of `document`. Errors name the program: of kind kSkip where it fails, dies or writes more than it
  /// may, with the last line of what it complained of; kRetryLater where its time is up, or it was killed from outside;
  /// kCancelled for a `stop`.
  base::Result<std::string> convert(std::string_view document, const ChildLimits& limits,
                                    const std::stop_token& stop) const;

 private:
  Converter() = default;

  base::Error failure(const ChildResult& result, const ChildLimits& limits) const;

  std::string text_;
  std::string type_;
  TextFormat output_ = TextFormat::kPlain;
  ChildCommand command_;
};

}  // namespace crawler
