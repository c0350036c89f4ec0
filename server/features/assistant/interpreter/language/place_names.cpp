#include "features/assistant/interpreter/language/word_set.hpp"
#include "features/assistant/interpreter/language/words.hpp"

namespace parley::assistant::interpreter::words {

bool isPlaceName(std::string_view name) {
  static const WordSet set{
      // countries and regions
      "argentina australia austria bangladesh belgium brazil bulgaria canada chile china colombia "
      "croatia cyprus czechia denmark egypt england estonia ethiopia finland france germany ghana "
      "greece hungary iceland india indonesia iran iraq ireland israel italy japan kenya korea "
      "latvia lebanon lithuania luxembourg malaysia malta mexico morocco nepal netherlands "
      "new_zealand nigeria norway pakistan peru philippines poland portugal qatar romania russia "
      "saudi_arabia scotland serbia singapore slovakia slovenia south_africa south_korea spain "
      "sweden switzerland taiwan thailand tunisia turkey uk ukraine united_kingdom united_states "
      "uruguay us usa venezuela vietnam wales california florida texas bavaria catalonia europe "
      "asia africa america "
      // cities
      "aachen aarhus abuja accra adelaide amsterdam ankara antwerp athens atlanta auckland austin "
      "baghdad baltimore bangalore bangkok barcelona basel beijing beirut belfast belgrade bergen "
      "berlin bern bilbao birmingham bogota bologna bonn bordeaux boston bratislava bremen "
      "brisbane "
      "bristol brno brussels bucharest budapest buenos_aires cairo calgary cambridge canberra "
      "cape_town cardiff casablanca chennai chicago cleveland cologne copenhagen cork cracow "
      "dallas "
      "delhi denver detroit dhaka doha dortmund dresden dubai dublin durban dusseldorf edinburgh "
      "eindhoven essen florence frankfurt gdansk geneva genoa ghent glasgow gothenburg graz "
      "guadalajara guangzhou hamburg hannover hanoi helsinki hong_kong honolulu houston hyderabad "
      "innsbruck istanbul jakarta jerusalem johannesburg karachi kiev kolkata krakow kuala_lumpur "
      "kyiv kyoto lagos lahore las_vegas lausanne leeds leipzig lille lima limerick linz lisbon "
      "liverpool ljubljana lodz london los_angeles luxembourg lviv lyon madrid malaga malmo "
      "manchester manila marseille melbourne mexico_city miami milan minneapolis montreal moscow "
      "mumbai munich nairobi nantes naples nashville new_delhi new_york new_york_city newcastle "
      "nottingham nuremberg oakland oporto osaka oslo ottawa oxford palermo paris perth "
      "philadelphia "
      "pittsburgh porto poznan prague quebec riga rio_de_janeiro riyadh rome rotterdam salzburg "
      "san_diego san_francisco san_jose santiago sao_paulo sarajevo seattle seoul seville shanghai "
      "sheffield shenzhen skopje sofia stockholm strasbourg stuttgart sydney taipei tallinn "
      "tampere "
      "tbilisi tehran tel_aviv the_hague thessaloniki tokyo toronto toulouse trieste tunis turin "
      "utrecht valencia vancouver venice verona vienna vilnius warsaw washington wellington "
      "wroclaw "
      "yerevan zagreb zurich"};
  return set.contains(name);
}

}  // namespace parley::assistant::interpreter::words
