#include "indexer/stop_words.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <vector>

namespace indexer {
namespace {

struct List {
  std::string_view subtag;
  std::string_view words;  ///< folded, with single spaces between them
};

constexpr auto kLists = std::to_array<List>({
    {"ca",
     "a al als amb aquest aquesta com de del dels el els en es esta ha i la les li mes no o on per pero que qui se "
     "si son un una uns"},
    {"da",
     "af alle at blev da de dem den der deres det dig din dog du efter eller en end er et for fra ham han hans har "
     "havde hende her hun hvad hvem hvis hvor hvordan i ikke ind jeg kan man med mig min mit nar ned nogle nu og "
     "om op os over pa sa selv sig sin skal som til ud under var ved vi vil vor"},
    {"de",
     "aber alle als also am an auch auf aus bei bin bis da damit das dass dein dem den denn der des die dies diese "
     "dieser dieses doch du durch ein eine einem einen einer eines er es fur gibt habe haben hat hatte ich ihm ihn "
     "ihr ihre im in ist ja kann kein keine man mein mit muss nach nicht noch nur ob oder ohne sein seine sich sie "
     "sind so soll uber um und uns unter vom von vor war waren warum was wenn wer werden wie wieso wir wird wo "
     "wurde zu zum zur"},
    {"en",
     "a about after again against all am an and any are as at be because been before being below between both but "
     "by can cannot could did do does doing done down during each either every few for from further get gets give "
     "given had has have having he her here hers him his how i if in into is it its itself just let like made make "
     "makes many may me might more most much must my no nor not now of off on once one only or other our ours out "
     "over own per please same shall she should show so some such tell than that the their theirs them then there "
     "these they this those through to too under until up upon us use used using very was we were what when where "
     "whether which while who whom whose why will with within without would you your yours"},
    {"es",
     "a al algo ante antes como con cual cuando de del desde donde el ella ellos en entre era es esa ese eso esta "
     "estas este esto estos fue ha han hasta hay la las le les lo los mas me mi mientras muy no nos o otro para pero "
     "por porque que quien se ser si sin sobre son su sus tambien te tiene todo tu un una unas uno unos y ya yo"},
    {"fi",
     "ei ehka eli en ettei etta han hanen he ja jo joka jonka jos jota kanssa ke kuin kun me mika mina mita mutta "
     "myos ne niin nyt oli olla on ovat se sen sina siita sita tai tama tassa tata te vai voi"},
    {"fr",
     "a ai au aux avec ce ces cet cette chez comme comment d dans de des donc du elle elles en entre es est et ete "
     "etre eu il ils j je l la le les leur leurs lui m ma mais me meme mes moi mon n ne nos notre nous on ont ou par "
     "pas peut plus pour pourquoi qu quand que quel quelle qui s sa sans se ses si son sont sur t ta te tes toi ton "
     "tu un une vos votre vous y"},
    {"hu",
     "a ahogy ami az azt be csak de egy el es ez ezt fel ha hanem hogy hol ill is itt ki kell le lehet meg mert mi "
     "mikor milyen mint most ne nem o ott s sem szerint ugy utan vagy van volt"},
    {"it",
     "a ad agli ai al alla alle anche c che chi ci come con cosa cui d da dai dal dalla dalle degli dei del della "
     "delle di dove e ed era fra gli ha hanno ho i il in io l la le lei li lo loro lui ma mi nei nel nella nelle noi "
     "non o per perche piu quale quando quello questa questo qui se si sono sta su sua sue sui sul sulla suo te ti "
     "tra tu tutto un una uno vi voi"},
    {"nl",
     "aan al als bij dan dat de der deze die dit doen door een en er ge geen geweest haar had heb hebben heeft hem "
     "het hier hij hoe hun ik in is ja je kan kunnen maar me meer men met mij mijn moet na naar niet nog nu of om "
     "omdat ons ook op over te tegen toch toen tot uit uw van veel voor waar waarom was wat we welke wie wij wil "
     "worden wordt zal ze zich zij zijn zo zonder zou"},
    {"no",
     "alle at av bare ble da de deg dem den denne der dere det deg du eller en er et etter for fra ha han har hun "
     "hva hvem hvis hvor hvordan hvorfor i ikke inn jeg kan med meg men mitt na nar noe noen og om opp oss over pa "
     "sa seg selv sin sitt skal som til um under ut var ved vi vil"},
    {"pt",
     "a ao aos as ate com como da das de dela dele depois do dos e ela ele em entre era essa esse esta este eu foi "
     "ha isso isto ja la lhe mais mas me mesmo meu minha muito na nao nas nem no nos o onde os ou para pela pelo por "
     "porque qual quando que quem se sem ser seu sua so sao tambem te tem tu um uma voce"},
    {"ro",
     "a ai al ale am ar are as asta au ca care ce cel cu cum da dar de din dupa e ea ei el este eu fi fost i ii il "
     "in la le lui mai ne ni nu o or pe pentru prin s sa sau se si sunt un una unde unei unui va"},
    {"ru",
     "а без бы был была были было в вам вас весь во вот все вы где да даже для до его ее если есть же за и из или им "
     "их к как когда кто ли мне может мы на над не нет но о об он она они от по под при с со так то только у уже чем "
     "что чтобы эта эти это я"},
    {"sv",
     "alla att av blev bli da de dem den denna deras dess det detta dig din du efter ej eller en er ett for fran ha "
     "hade han har hon hur i inte jag kan man med men mig min mot nar ni nu och om oss over pa sa samma sig sin sitt "
     "som till under upp ut utan vad var varfor vara vem vi vid vilken"},
    {"tr",
     "acaba ama ancak bana bazi ben bir biri bu bunu cok cunku da daha de diye en gibi hem hep her icin ile ise kim "
     "ki mi mu nasil ne neden nerede o olan olarak sen siz su ve veya ya"},
});

using WordList = std::vector<std::string_view>;

/// Sorted, by the numbers of the languages.
std::array<WordList, Language::kCount> make_lists() {
  std::array<WordList, Language::kCount> lists;
  for (const auto& [subtag, words] : kLists) {
    WordList& list = lists[Language::of_tag(subtag).number()];
    for (std::string_view left = words; !left.empty();) {
      const std::string_view word = left.substr(0, left.find(' '));
      list.push_back(word);
      left.remove_prefix(std::min(left.size(), word.size() + 1));
    }
    std::ranges::sort(list);
  }
  return lists;
}

}  // namespace

bool is_stop_word(std::string_view word, Languages languages) {
  static const auto lists = make_lists();
  for (const Language language : languages) {
    if (std::ranges::binary_search(lists[language.number()], word)) return true;
  }
  return false;
}

}  // namespace indexer
