"""Finds places in a text, and tells whether an opening and a person are too far apart.

Places are cities, countries and regions. Phrases such as "remote" and "would move" are found, too.
A place that is not in the tables below is ignored, so that it never speaks against a match.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from domain.matching.vocabulary import PLACE, ListedName, Vocabulary
from domain.matching.words import table_entries

# An entry is "country = its other names : its cities". The "=" is needed even without other names.
# Semicolons separate the cities. A city can have other names, too: "Munich = munchen".
_COUNTRIES = """
Germany = deutschland, allemagne, alemania, de : Berlin; Munich = munchen, muenchen; Hamburg;
    Cologne = koln, koeln; Frankfurt; Stuttgart; Dusseldorf = duesseldorf; Leipzig; Dresden;
    Nuremberg = nurnberg; Hanover = hannover; Bremen; Karlsruhe; Bonn; Mannheim; Heidelberg;
    Freiburg; Potsdam; Halle; Dortmund; Essen; Aachen; Augsburg; Regensburg; Ulm; Kiel; Mainz;
    Wiesbaden; Darmstadt; Jena; Munster; Bielefeld
Austria = osterreich, oesterreich : Vienna = wien; Graz; Linz; Salzburg; Innsbruck
Switzerland = schweiz, suisse : Zurich = zuerich; Basel; Geneva = geneve, genf; Bern; Lausanne;
    Winterthur
Netherlands = the netherlands, holland, niederlande : Amsterdam; Rotterdam; Utrecht; Eindhoven;
    The Hague = den haag; Delft; Groningen; Tilburg; Leiden; Nijmegen; Haarlem; Arnhem; Breda;
    Enschede
Belgium = belgien, belgique : Brussels = brussel, bruxelles; Antwerp = antwerpen; Ghent = gent;
    Leuven
France = frankreich, francia : Paris; Lyon; Marseille; Toulouse; Bordeaux; Nantes; Lille;
    Grenoble; Montpellier
Spain = espana, spanien : Madrid; Barcelona; Valencia; Seville = sevilla; Malaga; Bilbao
Portugal = : Lisbon = lisboa; Porto = oporto; Braga; Coimbra; Setubal
Italy = italia, italien : Rome = roma; Milan = milano; Turin = torino; Bologna; Florence =
    firenze; Naples = napoli
United Kingdom = uk, great britain, england, scotland, wales : London; Manchester; Edinburgh;
    Glasgow; Bristol; Birmingham; Leeds; Cambridge; Oxford; Brighton; Cardiff; Belfast; Sheffield;
    Liverpool
Ireland = irland : Dublin; Cork; Galway; Limerick
Sweden = sverige, schweden : Stockholm; Gothenburg = goteborg; Malmo; Uppsala
Norway = norge, norwegen : Oslo; Bergen; Trondheim
Denmark = danmark, danemark : Copenhagen = kobenhavn; Aarhus; Odense
Finland = suomi : Helsinki; Espoo; Tampere; Oulu
Iceland = : Reykjavik
Poland = polska, polen : Warsaw = warszawa; Krakow = cracow; Wroclaw; Gdansk; Poznan
Czechia = czech republic, tschechien : Prague = praha, prag; Brno
Slovakia = : Bratislava
Hungary = ungarn : Budapest
Romania = rumanien : Bucharest = bucuresti; Cluj; Timisoara; Iasi
Bulgaria = bulgarien : Sofia; Plovdiv
Greece = griechenland : Athens; Thessaloniki
Croatia = kroatien : Zagreb; Split
Slovenia = : Ljubljana
Serbia = : Belgrade = beograd
Estonia = estland : Tallinn; Tartu
Latvia = : Riga
Lithuania = : Vilnius; Kaunas
Luxembourg =
Malta =
Cyprus = : Limassol; Nicosia
Ukraine = : Kyiv = kiev; Lviv; Kharkiv
Turkey = turkiye, turkei : Istanbul; Ankara; Izmir
Israel = : Tel Aviv; Haifa; Jerusalem
United States = us, usa, united states of america, states : New York = nyc, brooklyn; San
    Francisco = sf, bay area, silicon valley; Seattle; Boston; Austin; Chicago; Los Angeles;
    Denver; Atlanta; Portland; San Diego; Miami; Dallas; Houston; Philadelphia; Washington DC;
    Pittsburgh; Minneapolis; Detroit; Nashville; Raleigh; Phoenix; St Louis; Cleveland; Baltimore;
    Charlotte; Columbus; Orlando; Tampa; San Jose; Sacramento; Las Vegas; Kansas City; Salt Lake
    City
Canada = kanada : Toronto; Vancouver; Montreal; Ottawa; Calgary; Waterloo; Quebec; Windsor
Mexico = : Mexico City = cdmx; Guadalajara; Monterrey
Brazil = brasil, brasilien : Sao Paulo; Rio de Janeiro = rio; Belo Horizonte; Curitiba; Porto
    Alegre; Recife; Florianopolis
Argentina = : Buenos Aires; Cordoba; Rosario
Chile = : Santiago
Colombia = : Bogota; Medellin
Peru = : Lima
Uruguay = : Montevideo
India = indien : Bangalore = bengaluru; Mumbai = bombay; Delhi = new delhi, gurgaon, gurugram,
    noida; Hyderabad; Pune; Chennai = madras; Kolkata; Mysore = mysuru; Kochi; Ahmedabad
Pakistan = : Karachi; Lahore; Islamabad
Bangladesh = : Dhaka
Sri Lanka = : Colombo
China = : Beijing; Shanghai; Shenzhen; Guangzhou; Hangzhou
Hong Kong =
Taiwan = : Taipei
Japan = 日本 : Tokyo = 東京; Osaka = 大阪; Kyoto = 京都; Fukuoka = 福岡; Nagoya = 名古屋; Yokohama =
    横浜; Sapporo = 札幌; Kobe = 神戸; Sendai = 仙台
South Korea = korea : Seoul; Busan
Singapore =
Malaysia = : Kuala Lumpur; Penang
Indonesia = : Jakarta; Bali
Vietnam = : Hanoi; Ho Chi Minh City = saigon
Thailand = : Bangkok
Philippines = : Manila; Cebu
Australia = : Sydney; Melbourne; Brisbane; Perth; Adelaide; Canberra
New Zealand = nz : Auckland; Wellington; Christchurch
South Africa = : Cape Town; Johannesburg; Durban
Kenya = : Nairobi
Nigeria = : Lagos; Abuja
Ghana = : Accra
Egypt = : Cairo; Alexandria
Morocco = : Casablanca; Rabat
United Arab Emirates = uae, emirates : Dubai; Abu Dhabi
Saudi Arabia = : Riyadh
"""

# An entry is "region = its other names : its countries and smaller regions". A region must come
# after all regions that are a part of it.
_REGIONS = """
European Union = eu : Germany, Austria, Netherlands, Belgium, France, Spain, Portugal, Italy,
    Ireland, Sweden, Denmark, Finland, Poland, Czechia, Slovakia, Hungary, Romania, Bulgaria,
    Greece, Croatia, Slovenia, Estonia, Latvia, Lithuania, Luxembourg, Malta, Cyprus
Europe = europa : European Union, Switzerland, United Kingdom, Norway, Iceland, Serbia, Ukraine
EMEA = : Europe, Turkey, Israel, South Africa, Kenya, Nigeria, Ghana, Egypt, Morocco, United Arab
    Emirates, Saudi Arabia
DACH = : Germany, Austria, Switzerland
Nordics = scandinavia, nordic countries : Sweden, Norway, Denmark, Finland, Iceland
Benelux = : Netherlands, Belgium, Luxembourg
Baltics = : Estonia, Latvia, Lithuania
Iberia = : Spain, Portugal
North America = : United States, Canada
Latin America = latam, south america : Mexico, Brazil, Argentina, Chile, Colombia, Peru, Uruguay
Americas = america : North America, Latin America
Asia-Pacific = apac, asia : India, Pakistan, Bangladesh, Sri Lanka, China, Hong Kong, Taiwan,
    Japan, South Korea, Singapore, Malaysia, Indonesia, Vietnam, Thailand, Philippines, Australia,
    New Zealand
Africa = : South Africa, Kenya, Nigeria, Ghana, Egypt, Morocco
"""

# People commute across a border between the places of one set.
_COMMUTER_REGIONS = (
    {"Copenhagen", "Malmo"}, {"Basel", "Freiburg"}, {"Vienna", "Bratislava"},
    {"Eindhoven", "Leuven", "Antwerp"}, {"Lille", "Ghent", "Brussels"}, {"Luxembourg", "Mainz"},
    {"Detroit", "Windsor"}, {"Singapore", "Malaysia"}, {"Hong Kong", "Shenzhen"},
    {"Dublin", "Belfast"}, {"Aachen", "Leuven"}, {"Geneva", "Lyon"},
)  # fmt: skip

ANYWHERE, REMOTE, MOVES, STAYS = "anywhere", "remote", "moves", "stays"
_MOBILITY_PHRASES = {
    ANYWHERE: ("anywhere", "worldwide", "global", "globally", "ortsunabhangig", "any place"),
    REMOTE: ("remote", "remotely", "home office", "homeoffice", "distributed", "teletravail",
             "remoto", "リモート", "在宅"),
    MOVES: ("would move", "will move", "glad to move", "happy to move", "relocate", "relocation",
            "open to moving", "wurde umziehen", "can move", "wants to move", "flexible"),
    STAYS: ("will not move", "would not move", "won't move",
            "does not want to move", "no relocation",
            "not moving", "cannot move", "only in"),
}  # fmt: skip


def _load_places() -> tuple[dict[str, list[str]], dict[str, frozenset[str]], frozenset[str]]:
    """Reads the tables above, and returns three things.

    By the label of each place: its names, and the labels of the areas in which it lies, itself
    included. Then the labels of all countries.
    """
    names: dict[str, list[str]] = {}
    areas: dict[str, set[str]] = {}
    countries = set()

    def add_place(entry: str) -> str:
        label, _, other_names = (part.strip() for part in entry.partition("="))
        names[label] = [label.lower(), *filter(None, map(str.strip, other_names.split(",")))]
        areas[label] = {label}
        return label

    for line in table_entries(_COUNTRIES):
        head, _, rest = line.partition(":")
        country = add_place(head)
        countries.add(country)
        for entry in filter(str.strip, rest.split(";")):
            areas[add_place(entry)].add(country)
    # The smaller regions are complete by now, because each comes before the region around it.
    for line in table_entries(_REGIONS):
        head, _, rest = line.partition(":")
        region = add_place(head)
        parts = {part.strip() for part in rest.split(",")}
        for areas_of_place in areas.values():
            if areas_of_place & parts:
                areas_of_place.add(region)
    return names, {label: frozenset(found) for label, found in areas.items()}, frozenset(countries)


PLACE_NAMES, _AREAS, _COUNTRY_NAMES = _load_places()
# How many places lie in each place, itself included. A city has 1.
_PLACE_COUNTS = Counter(area for areas in _AREAS.values() for area in areas)


@lru_cache(maxsize=1)
def _vocabulary() -> Vocabulary:
    """The names of all places, and the phrases about remote work and moving.

    The vocabulary is built at the first call and not at import, so that the bot starts fast.
    """
    phrases_by_name = {**PLACE_NAMES, **_MOBILITY_PHRASES}
    return Vocabulary(
        ListedName(PLACE, name, tuple(phrases)) for name, phrases in phrases_by_name.items()
    )


@dataclass(frozen=True, slots=True)
class Places:
    """The places that a text names, and what it says of moving or working remotely.

    `names` maps the label of each place to the words of the text, such as "Munich" to "München".
    `mobility` maps ANYWHERE, REMOTE, MOVES or STAYS to the words of the text in the same way.
    """

    names: dict[str, str]
    mobility: dict[str, str]


@dataclass(frozen=True, slots=True)
class PlaceComparison:
    """The result of `compare_places`.

    `shared_place` is the smallest place that both texts name, in the words of the opening. Without
    such a place it is the opening's word for remote work if both texts have one, or else "".
    """

    is_too_far: bool
    shared_place: str = ""


@lru_cache(maxsize=1024)
def find_places(text: str) -> Places:
    """Finds the places in a text, and its first phrase of each kind about remote work and moving.

    Returns no MOVES beside STAYS: "Flexible hours, but not moving" has phrases of both.
    """
    scan = _vocabulary().scan(text)
    phrases: dict[str, str] = {}  # by the name of the place or the kind
    for each in scan.phrases:
        phrases.setdefault(each.name, scan.phrase_text(each))
    if STAYS in phrases:
        phrases.pop(MOVES, None)
    return Places(
        names={name: text for name, text in phrases.items() if name not in _MOBILITY_PHRASES},
        mobility={name: text for name, text in phrases.items() if name in _MOBILITY_PHRASES},
    )


def compare_places(opening: Places, person: Places) -> PlaceComparison:
    """Compares the places of an opening with those of a person.

    The same country is near enough, because people commute and move within a country. If one side
    names no place, the two are not too far apart.
    """
    shared = opening.names.keys() & person.names.keys()
    shared_place = ""
    if shared:
        shared_place = opening.names[min(shared, key=lambda label: (_PLACE_COUNTS[label], label))]
    elif REMOTE in opening.mobility and REMOTE in person.mobility:
        shared_place = opening.mobility[REMOTE]
    return PlaceComparison(_are_too_far_apart(opening, person), shared_place)


def _are_too_far_apart(opening: Places, person: Places) -> bool:
    """Whether the person is too far away to work where the opening is.

    REMOTE alone changes nothing: "Berlin or remote" is taken to mean remote within Germany. An
    opening for people in other countries usually names a region or has a phrase of ANYWHERE.
    """
    if not person.names or not opening.names or ANYWHERE in opening.mobility:
        return False
    if MOVES in person.mobility or ANYWHERE in person.mobility:
        return False
    one_contains_other = any(
        opening_place in _AREAS[person_place] or person_place in _AREAS[opening_place]
        for opening_place in opening.names
        for person_place in person.names
    )
    can_commute = any(
        region & opening.names.keys() and region & person.names.keys()
        for region in _COMMUTER_REGIONS
    )
    same_country = _countries(opening.names) & _countries(person.names)
    return not (one_contains_other or can_commute or same_country)


def _countries(labels: Iterable[str]) -> frozenset[str]:
    """The countries in which these places lie. A country lies in itself, a region in none."""
    return frozenset(area for label in labels for area in _AREAS[label] if area in _COUNTRY_NAMES)
