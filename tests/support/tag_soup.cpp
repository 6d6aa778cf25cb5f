#include "tests/support/tag_soup.hpp"

#include <array>
#include <string_view>
#include <vector>

namespace support {
namespace {

// Those come up more often that more rules speak of.
constexpr auto kTags = std::to_array<std::string_view>({
    "a",
    "a",
    "a",
    "b",
    "i",
    "span",
    "code",
    "div",
    "div",
    "p",
    "p",
    "ul",
    "li",
    "li",
    "ol",
    "dl",
    "dt",
    "dd",
    "table",
    "table",
    "tr",
    "td",
    "th",
    "tbody",
    "thead",
    "tfoot",
    "caption",
    "col",
    "colgroup",
    "h1",
    "h2",
    "h3",
    "pre",
    "listing",
    "form",
    "button",
    "br",
    "hr",
    "img",
    "image",
    "select",
    "option",
    "optgroup",
    "noscript",
    "script",
    "style",
    "title",
    "textarea",
    "xmp",
    "iframe",
    "noembed",
    "noframes",
    "head",
    "body",
    "html",
    "section",
    "main",
    "article",
    "nav",
    "em",
    "font",
    "nobr",
    "strong",
    "u",
    "tt",
    "object",
    "applet",
    "marquee",
    "svg",
    "svg",
    "math",
    "mi",
    "mtext",
    "g",
    "desc",
    "foreignobject",
    "annotation-xml",
    "x-y",
    "app-root",
    "link",
    "meta",
    "base",
    "input",
    "center",
    "blockquote",
    "address",
    "label",
    "ruby",
    "rt",
    "rp",
    "rb",
    "rtc",
    "details",
    "summary",
    "figure",
    "legend",
    "fieldset",
    "param",
    "source",
    "area",
    "embed",
    "wbr",
    "keygen",
    "menuitem",
    "template",
    "frameset",
    "frame",
    "plaintext",
    "isindex",
    "hgroup",
    "dialog",
    "datalist",
    "video",
    "canvas",
    "bgsound",
    "mglyph",
    "small",
});

constexpr auto kAttributes = std::to_array<std::string_view>({
    "",
    "",
    "",
    " href=u1",
    " href=u2",
    " href='a&amp;b&copy=1&copy;' rel=nofollow",
    " href=/",
    " href",
    " class=\"x>y\"",
    " class=c id=root",
    " hidden",
    " hidden=until-found",
    " style='display: none'",
    " style=color:red",
    "/",
    " /",
    " type=hidden",
    " color=red",
    " encoding=text/html",
    " name=robots content=noindex",
    " http-equiv=refresh content='0;url=z'",
    " name=description content='a  b'",
    " rel=canonical href=c",
    " lang=de",
    " src=s",
    " id=app id=x",
    " id=y",
    " name=z",
    " height=1",
    " role=main",
    " itemprop=articleBody",
    " data-nosnippet",
    " data-search-ignore",
    " a=1 b=2 c=3",
    " HREF=U3",
});

constexpr auto kTexts = std::to_array<std::string_view>({
    "foo",        " ",          "\n",     "x &amp; y", "&lt",           "&notit;",
    "bar  baz",   "<",          "< ",     "a<b",       "</ ",           "<!-- c -->",
    "<!-->",      "<!--a--!>",  "<!--->", "<?pi ?>",   "&#10;",         "&#x80;",
    "&copy=",     "\t",         "&nbsp;", "</>",       "<![CDATA[q]]>", "<![CDATA[<p>]]>",
    "\u00E9",     "-->",        "&",      "&#32;",     "\n\n x",        "javascript",
    "&#0;",       "&hellip;",   "\r\n",   "\x01",      "\u0085",        "<!doctype html>",
    "<!DOCTYPE>", "</p x='>'>", "</br>",  "</svg >",   "a\nb",
});

constexpr auto kBeginnings = std::to_array<std::string_view>({
    "",
    "<!DOCTYPE html>",
    "<!doctype HTML PUBLIC \"-//W3C//DTD HTML 4.01//EN\" \"http://www.w3.org/TR/html4/strict.dtd\">",
    "<!DOCTYPE html><html><head></head><body>",
    " <!DOCTYPE html SYSTEM \"about:legacy-compat\">\n",
    "<!DOCTYPE html PUBLIC \"-//W3C//DTD HTML 3.2//EN\">",
    "<!DOCTYPE html><html lang=en><head><meta charset=utf-8><title>t</title></head>\n<body>\n",
    "<!DOCTYPE html><table>",
});

}  // namespace

std::string tag_soup(std::span<const std::uint8_t> choices) {
  std::size_t at = 0;
  const auto choose = [&](std::size_t bound) { return at < choices.size() ? choices[at++] % bound : 0; };
  std::string soup(kBeginnings[choose(kBeginnings.size())]);
  const std::size_t order = choose(4);  // how often end tags end what was opened last
  std::vector<std::string_view> open;
  while (at < choices.size()) {
    const std::size_t kind = choose(10);
    if (kind < 4) {
      open.push_back(kTags[choose(kTags.size())]);
      soup += '<';
      soup += open.back();
      soup += kAttributes[choose(kAttributes.size())];
      if (kind == 0) soup += kAttributes[choose(kAttributes.size())];
      soup += '>';
    } else if (kind < 7) {
      std::string_view tag = kTags[choose(kTags.size())];
      if (!open.empty() && choose(4) < order) {
        tag = open.back();
        open.pop_back();
      }
      soup += "</";
      soup += tag;
      soup += '>';
    } else {
      soup += kTexts[choose(kTexts.size())];
    }
  }
  return soup;
}

}  // namespace support
