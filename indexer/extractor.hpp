#pragma once

#include "base/stage_times.hpp"
#include "crawler/page.hpp"
#include "indexer/document.hpp"
#include "indexer/selection.hpp"

namespace indexer {

/// What is to be stored of a page, which is made here unless `extract_early` has made it: chooses title, headings,
/// description, body and language of a good page from what the parsers found. What is no good page, or unchanged, gets
/// a record without document. Pure.
///
/// The title is that of the page; else its first h1; else the last part of the URL's path that says something; else
/// the site. A language is normalised as far as to be compared: `en_US` is "en-us"; what is no language tag at all
/// (BCP 47, 2.1) is left out. Where the text plainly is in another language, it counts (`detect_language`).
Record extract(crawler::Page page);

/// Does the work of `extract` before a page's turn has come; any thread. Leaves what it makes in `content.extracted`.
/// `times` are added to, if there are any; `selection` goes before what is found of the main content.
void extract_early(base::StageTimes* times, const Selection& selection, crawler::Page& page);

}  // namespace indexer
