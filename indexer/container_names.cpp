#include "indexer/container_names.hpp"

#include <xxhash.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <ranges>

#include "base/ascii.hpp"

namespace indexer {
namespace {

/// Words that names are made of; with a '*', all that begin so.
struct WordList {
  NameSign sign = NameSign::kNone;
  std::string_view words;
};

constexpr auto kLists = std::to_array<WordList>({
    // Ways through the site, and what heads its pages
    {NameSign::kSetting,
     "nav* next prev previous nextprev topnav* mainnav* subnav* menu* submenu* megamenu* dropdown* breadcrumb* crumb "
     "crumbs pager pagination* paginator* paging pagenav* toc toolbar* tablist skip skiplink* sitemap* offcanvas* "
     "hamburger rootline pathway ariane topbar* prevnext postnav* toplink* totop backtotop masthead* banner banners "
     "siteheader* topheader pageheader kopf* nawig* brotkrume* migas okruszki kruimel* sommaire quicklinks"},
    // Beside the content
    {NameSign::kSetting,
     "sidebar* infobox infokasten aside asides complementary rail rightrail sidecol* sidenav* leftcol rightcol "
     "widget* marginal* seitenleiste randspalte barre lateral zijbalk"},
    // About the content: who, when, under which heads, of what pictures
    {NameSign::kSetting,
     "author* byline* bio autor* auteur vcard about aboutauthor contributor* profile avatar meta postmeta tags "
     "taglist tagcloud tag categor* dateline timestamp published* date datetime time entrymeta posted posttags "
     "articlemeta metadata rating ratings stars topics keywords schlagwort* infos credits credit counter kicker "
     "wpcaption* figcaption* figurecaption* imagecaption* imgcaption* photocaption* picturecaption* mediacaption* "
     "videocaption* bildunterschrift bildtext legende imagecredit photocredit photographer pullquote* datum fecha "
     "redakteur redacteur"},
    // With pictures: what stands there is their caption
    {NameSign::kSetting, "photo photos foto fotos picture pictures img imgs"},
    // What can be done with it
    {NameSign::kSetting,
     "print printonly printfooter tools tool toolbox buttons button btn btns cta action actions search* suche suchen "
     "icon icons rss qr download downloads player gallery galleries slideshow carousel* slider* thumbs thumbnails "
     "sronly visuallyhidden screenreader* assistive jump drucken imprimer stampa drukuj buscar buscador recherche "
     "zoeken szukaj hledat busca"},
    {NameSign::kContent,
     "article* content* main maincontent post posts story* entry body text textbody* bodytext fulltext page blog "
     "news* beitrag artikel* inhalt* hauptinhalt contenu* contenido* texto texte testo copytext richtext recipe* "
     "instructions ingredients paragraph* lead standfirst tresc* obsah inhoud* innehall* noticia* cuerpo corpo wpis "
     "clanek artykul* articol* articul*"},
    // Other pages
    {NameSign::kAddition,
     "related* similar recommend* recirc* outbrain* taboola* teaser* mostread mostpopular popular trending trend "
     "readmore morefrom morenews morestories morelike suggest* seealso alsolike youmaylike more mehr nextup upnext "
     "latest newest recent* zergnet revcontent readnext promoted* verwandt* aehnlich* empfehl* relacionad* correlat* "
     "reviews powiazan* podobne gerelateerd* weitere weiterlesen passend* readalso alsoread lesenswert leesmeer "
     "leggianche souvisejici ilgili benzer relaterad* relaterte mostviewed mostcommented toplist furtherreading"},
    {NameSign::kAddition,
     "share shares sharing sharebar* sharebutton* sharedaddy sharethis addthis* addtoany* shariff* social* facebook "
     "twitter whatsapp pinterest linkedin follow followus like likes teilen compartir bookmark* udostepn* partage* "
     "condivi* delen paylas* sdilet"},
    // Adverts and subscriptions
    {NameSign::kAddition,
     "ad ads adv advert* adsense adslot* adunit adbox adcontainer adwrapper sponsor* promo promos promotion* "
     "promobox werbung* anzeige anzeigen publicite publicidad pubblicita reklam* dfp gpt doubleclick affiliate* "
     "newsletter* subscri* signup login signin register registration paywall* regwall donate donation* abo abonn* "
     "suscri* mailchimp membership optin anuncio* annons* annonce* inzerce iklan prenumer* iscri* inscription "
     "anmeld* registrier*"},
    {NameSign::kOverlay,
     "cookie* consent* gdpr dsgvo ccpa onetrust* cmp privacy datenschutz* overlay* modal* popup* lightbox* dialog "
     "dialogs alertdialog interstitial toast"},
    {NameSign::kOutside,
     "footer* colophon contentinfo copyright* impressum bottombar footnav* pied comment comments commentlist* "
     "commentform* commenting commentary* respond reply replies disqus* livefyre* viafoura coral commentaire* "
     "comentario* commenti reacties discussion feedback reaction* komment* stopka rodape paticka yorum* diskuse "
     "fusszeile fussbereich"},
    {NameSign::kEntry, "hentry"},
});

/// What comes after one of these in a name is a state, a kind or a behaviour of the element, or is not there at all.
constexpr auto kStates = std::to_array<std::string_view>(
    {"format", "has", "hidden", "hide", "is", "js", "no", "non", "not", "show", "status", "type", "with", "without"});

constexpr std::size_t kLongestWord = 16;
constexpr std::uint16_t kNoEntry = UINT16_MAX;

struct Entry {
  std::string_view word;
  NameSign sign = NameSign::kNone;
  bool is_stem = false;             ///< stands for all words that begin so
  std::uint16_t prefix = kNoEntry;  ///< the longest other entry that this one begins with
};

constexpr std::size_t kEntryCount = [] {
  std::size_t count = 0;
  for (const WordList& list : kLists) count += 1 + static_cast<std::size_t>(std::ranges::count(list.words, ' '));
  return count;
}();

/// In alphabetical order.
constexpr auto kEntries = [] {
  std::array<Entry, kEntryCount> entries;
  std::size_t count = 0;
  for (const WordList& list : kLists) {
    for (const auto part : std::views::split(list.words, ' ')) {
      std::string_view word(part);
      const bool is_stem = word.ends_with('*');
      if (is_stem) word.remove_suffix(1);
      entries[count++] = {.word = word, .sign = list.sign, .is_stem = is_stem};
    }
  }
  std::ranges::sort(entries, {}, &Entry::word);
  for (std::size_t i = 1; i < count; ++i) {
    auto before = static_cast<std::uint16_t>(i - 1);
    while (before != kNoEntry && !entries[i].word.starts_with(entries[before].word)) before = entries[before].prefix;
    entries[i].prefix = before;
  }
  return entries;
}();

static_assert(std::ranges::adjacent_find(kEntries, {}, &Entry::word) == kEntries.end(),
              "a word stands in one list only");
static_assert(std::ranges::none_of(kEntries,
                                   [](const Entry& e) {
                                     return e.prefix != kNoEntry && kEntries[e.prefix].is_stem &&
                                            kEntries[e.prefix].sign == e.sign;
                                   }),
              "no word that a stem stands for");
static_assert(std::ranges::all_of(kEntries, [](const Entry& e) { return e.word.size() <= kLongestWord; }));

/// Where the entries of each letter begin, and behind the last where they end.
constexpr auto kFirstOfLetter = [] {
  std::array<std::uint16_t, 27> first{};
  for (std::size_t letter = 0; letter < first.size(); ++letter) {
    first[letter] = static_cast<std::uint16_t>(std::ranges::count_if(
        kEntries, [&](const Entry& entry) { return entry.word.front() < static_cast<char>('a' + letter); }));
  }
  return first;
}();

/// The stronger one, or the first of two as strong.
NameReading stronger(NameReading a, NameReading b) {
  return b.sign > a.sign ? b : a;
}

/// By the longest entry that is the word, or its stem, and has more than `least` letters.
///
/// All entries that a word begins with are prefixes of the last entry that does not come after it.
NameReading look_up(std::string_view word, std::size_t least = 0) {
  const auto letter = static_cast<std::size_t>(word.front() - 'a');
  if (letter >= kFirstOfLetter.size() - 1) return {};
  const auto begin = kEntries.begin() + kFirstOfLetter[letter], end = kEntries.begin() + kFirstOfLetter[letter + 1];
  const auto behind = std::ranges::upper_bound(begin, end, word, {}, &Entry::word);
  if (behind == begin) return {};
  for (auto at = static_cast<std::uint16_t>(behind - kEntries.begin() - 1); at != kNoEntry; at = kEntries[at].prefix) {
    const Entry& entry = kEntries[at];
    if (entry.word.size() <= least) break;
    if (word.starts_with(entry.word) && (entry.is_stem || word.size() == entry.word.size()))
      return {.sign = entry.sign, .word = at};
  }
  return {};
}

/// One name, read letter by letter.
class Name {
 public:
  void add(char c) {
    const bool begins_word = kCapitals.contains(c) && kSmall.contains(last_);
    if (begins_word || !kWordBytes.contains(c)) end_word();
    last_ = c;
    if (!kWordBytes.contains(c)) return;
    if (base::kDigits.contains(c)) {
      ends_in_digits_ = true;
    } else {
      is_made_up_ |= ends_in_digits_;
      if (size_ <= kLongestWord) letters_[previous_size_ + size_++] = base::ascii_lower(c);
    }
  }

  NameReading end() {
    end_word();
    return reading_;
  }

 private:
  static constexpr base::ByteSet kCapitals = base::ByteSet::range('A', 'Z');
  static constexpr base::ByteSet kSmall = base::ByteSet::range('a', 'z');
  static constexpr base::ByteSet kWordBytes = base::kLetters | base::kDigits | base::kNonAscii;

  void end_word() {
    if (size_ > 0 && !is_made_up_ && !is_state_) read_word();
    size_ = 0;
    is_made_up_ = ends_in_digits_ = false;
  }

  /// Alone or with the one before it, for "side-bar" is a "sidebar".
  void read_word() {
    const std::string_view both(letters_.data(), previous_size_ + size_);
    const std::string_view word = both.substr(previous_size_);
    is_state_ = std::ranges::binary_search(kStates, word);
    if (is_state_) return;
    NameReading reading = previous_size_ > 0 ? look_up(both, previous_size_) : NameReading();
    if (reading.sign == NameSign::kNone) reading = look_up(word);
    if (reading.sign >= NameSign::kAddition) {
      reading_ = stronger(reading_, reading);
    } else if (reading.sign != NameSign::kNone && reading_.sign < NameSign::kAddition) {
      reading_ = reading;
    }
    std::ranges::copy(word, letters_.begin());
    previous_size_ = size_;
  }

  static constexpr std::size_t kMostLetters = kLongestWord + 1;  // one more, so that longer words equal none
  std::array<char, 2 * kMostLetters> letters_{};                 ///< the word before, and the one that is being read
  std::size_t previous_size_ = 0;
  std::size_t size_ = 0;
  char last_ = 0;
  bool ends_in_digits_ = false;
  bool is_made_up_ = false;  ///< there are digits within the word
  bool is_state_ = false;    ///< whatever follows tells a state
  NameReading reading_;
};

NameReading read_name(std::string_view name) {
  if (name.contains("://")) return {};  // an address is named for where it leads
  Name words;
  for (const char c : name) words.add(c);
  return words.end();
}

}  // namespace

std::size_t count_name_words() {
  return kEntries.size();
}

NameReading read_names(std::string_view names) {
  constexpr base::ByteSet kSpaces(" \t\n\f\r");
  NameReading strongest;
  while (!names.empty()) {
    const std::size_t end = kSpaces.find_in(names);
    strongest = stronger(strongest, read_name(names.substr(0, end)));
    names.remove_prefix(std::min(end + 1, names.size()));
  }
  return strongest;
}

NameReader& NameReader::of_this_thread() {
  thread_local NameReader reader;
  return reader;
}

NameReading NameReader::read(std::string_view names) {
  if (names.empty()) return {};
  if (names.size() > kMostBytes) return read_names(names);
  Entry& entry = entries_[XXH3_64bits(names.data(), names.size()) % kEntries];
  if (entry.names != names) {
    entry.names = names;
    entry.reading = read_names(names);
  }
  return entry.reading;
}

}  // namespace indexer
