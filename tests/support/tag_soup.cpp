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

// Tags that the same rules speak of; of the others a few, which end them or let them through.
constexpr auto kOfHeads = std::to_array<std::string_view>(
    {"head",  "head",     "body",    "html",  "base",     "bgsound",  "link",     "meta",
     "title", "noscript", "script",  "style", "template", "noframes", "menuitem", "h1",
     "main",  "a",        "section", "p",     "x-y",      "br",       "svg"});
constexpr auto kOfTables = std::to_array<std::string_view>(
    {"table", "table",  "tr",      "td",    "th",   "tbody",  "caption", "colgroup", "col",   "a",
     "a",     "b",      "object",  "video", "area", "select", "option",  "form",     "input", "template",
     "div",   "script", "marquee", "p",     "svg",  "nobr",   "button",  "h1",       "li",    "img"});
constexpr auto kOfFormatting = std::to_array<std::string_view>(
    {"a",     "a",  "b",    "i",    "nobr", "u",    "font", "p",    "div", "object", "button",
     "table", "td", "span", "area", "form", "main", "h1",   "body", "li",  "svg",    "desc"});
constexpr auto kOfForeigns = std::to_array<std::string_view>(
    {"svg",   "svg", "math", "mi", "mtext",  "g",        "desc",   "foreignobject", "title", "annotation-xml",
     "table", "p",   "a",    "b",  "select", "template", "script", "style",         "font",  "mglyph",
     "td",    "h1",  "li",   "br", "body"});
constexpr auto kOfForms = std::to_array<std::string_view>(
    {"form", "form",  "button", "select", "option",   "optgroup", "input",  "textarea", "keygen", "p",  "div", "a", "b",
     "li",   "table", "td",     "tr",     "template", "fieldset", "script", "ruby",     "rt",     "rp", "rtc", "h1"});

constexpr std::array<std::span<const std::string_view>, 5> kThemes = {kOfHeads, kOfTables, kOfFormatting, kOfForeigns,
                                                                      kOfForms};

/// Bytes to choose by; behind their end it is always the first.
class Choices {
 public:
  explicit Choices(std::span<const std::uint8_t> bytes) : bytes_(bytes) {}

  bool empty() const { return bytes_.empty(); }
  std::size_t below(std::size_t bound) {
    if (empty()) return 0;
    const std::size_t choice = bytes_.front() % bound;
    bytes_ = bytes_.subspan(1);
    return choice;
  }
  std::string_view of(std::span<const std::string_view> words) { return words[below(words.size())]; }

 private:
  std::span<const std::uint8_t> bytes_;
};

struct Ingredients {
  std::span<const std::string_view> tags = kTags;
  std::span<const std::string_view> attributes = kAttributes;
  std::span<const std::string_view> texts = kTexts;
};

std::string cook(Choices& choices, const Ingredients& ingredients) {
  std::string soup(choices.of(kBeginnings));
  const std::size_t order = choices.below(4);  // how often end tags end what was opened last
  std::vector<std::string_view> open;
  while (!choices.empty()) {
    const std::size_t kind = choices.below(10);
    if (kind < 4) {
      open.push_back(choices.of(ingredients.tags));
      soup += '<';
      soup += open.back();
      soup += choices.of(ingredients.attributes);
      if (kind == 0) soup += choices.of(ingredients.attributes);
      soup += '>';
    } else if (kind < 7) {
      std::string_view tag = choices.of(ingredients.tags);
      if (!open.empty() && choices.below(4) < order) {
        tag = open.back();
        open.pop_back();
      }
      soup += "</";
      soup += tag;
      soup += '>';
    } else {
      soup += choices.of(ingredients.texts);
    }
  }
  return soup;
}

std::vector<std::string_view> some_of(Choices& choices, std::span<const std::string_view> words, std::size_t most) {
  std::vector<std::string_view> some(1 + choices.below(most));
  for (std::string_view& word : some) word = choices.of(words);
  return some;
}

}  // namespace

std::string tag_soup(std::span<const std::uint8_t> bytes) {
  Choices choices(bytes);
  return cook(choices, {});
}

std::string swarm_soup(std::span<const std::uint8_t> bytes) {
  Choices choices(bytes);
  const auto tags = some_of(choices, kThemes[choices.below(kThemes.size())], 9);
  const auto attributes = some_of(choices, kAttributes, 4);
  const auto texts = some_of(choices, kTexts, 4);
  return cook(choices, {.tags = tags, .attributes = attributes, .texts = texts});
}

}  // namespace support
