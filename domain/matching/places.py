"""Places as people write them: cities, countries, regions, "remote", and who would move.

Only what is surely apart speaks against a match: an unknown place never does.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from domain.matching.vocabulary import PLACE, Listed, Vocabulary
from domain.matching.words import entries

# Country, or the first name of it, with its other names and then its cities, by their other names.
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
Canada = kanada : Toronto; Vancouver; Montreal; Ottawa; Calgary; Waterloo; Quebec
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

# People commute across these borders.
_ACROSS_BORDERS = (
    {"Copenhagen", "Malmo"}, {"Basel", "Freiburg"}, {"Vienna", "Bratislava"},
    {"Eindhoven", "Leuven", "Antwerp"}, {"Lille", "Ghent", "Brussels"}, {"Luxembourg", "Mainz"},
    {"Detroit", "Windsor"}, {"Singapore", "Malaysia"}, {"Hong Kong", "Shenzhen"},
    {"Dublin", "Belfast"}, {"Aachen", "Leuven"}, {"Geneva", "Lyon"},
)  # fmt: skip

ANYWHERE, REMOTE, MOVES, STAYS = "anywhere", "remote", "moves", "stays"
_WILLING = {
    ANYWHERE: ("anywhere", "worldwide", "global", "globally", "ortsunabhangig", "any place"),
    REMOTE: ("remote", "remotely", "home office", "homeoffice", "distributed", "teletravail",
             "remoto", "リモート", "在宅"),
    MOVES: ("would move", "will move", "glad to move", "happy to move", "relocate", "relocation",
            "open to moving", "wurde umziehen", "can move", "wants to move", "flexible"),
    STAYS: ("will not move", "would not move", "won't move",
            "does not want to move", "no relocation",
            "not moving", "cannot move", "only in"),
}  # fmt: skip
_COUNTRY_LEVEL, _CITY_LEVEL = 1, 2


def _read() -> tuple[dict[str, list[str]], dict[str, frozenset[str]], frozenset[str]]:
    """The names of each place, the places around it (itself among them), and the cities."""
    names: dict[str, list[str]] = {}
    around: dict[str, set[str]] = {}
    cities = set()

    def place(said: str) -> str:
        first, _, others = said.partition("=")
        label = first.strip()
        names[label] = [first.strip().lower(), *(o.strip() for o in others.split(",") if o.strip())]
        around[label] = {label}
        return label

    for line in entries(_COUNTRIES):
        head, _, rest = line.partition(":")
        country = place(head)
        for said in filter(str.strip, rest.split(";")):
            city = place(said)
            cities.add(city)
            around[city].add(country)
    for line in entries(_REGIONS):  # a region's parts stand before it, so one pass does
        head, _, rest = line.partition(":")
        region = place(head)
        parts = {part.strip() for part in rest.split(",")}
        for known in around.values():
            if known & parts:
                known.add(region)
    return names, {label: frozenset(known) for label, known in around.items()}, frozenset(cities)


NAMES, _AROUND, _CITIES = _read()


@lru_cache(maxsize=1)
def _vocabulary() -> Vocabulary:
    """Made when first needed: a start should not wait for it."""
    named = {**NAMES, **_WILLING}
    return Vocabulary(Listed(PLACE, name, tuple(phrases)) for name, phrases in named.items())


@dataclass(frozen=True, slots=True)
class Places:
    """What a text says of places, each with the words that name it, and of working elsewhere."""

    named: dict[str, str]
    willing: dict[str, str]


@dataclass(frozen=True, slots=True)
class Distance:
    """`apart`: surely in the wrong place. `shown`: the place that both name, or ""."""

    apart: bool
    shown: str = ""


@lru_cache(maxsize=1024)
def places(text: str) -> Places:
    scan = _vocabulary().scan(text)
    typed: dict[str, str] = {}
    for each in scan.found:
        typed.setdefault(each.name, scan.shown(each))
    if STAYS in typed:
        typed.pop(MOVES, None)
    willing = {name: shown for name, shown in typed.items() if name in _WILLING}
    return Places({name: typed[name] for name in typed.keys() - _WILLING.keys()}, willing)


def between(opening: Places, person: Places) -> Distance:
    """Whether the person is, or would come, where the opening is.

    The same country is near enough: people commute and move within it. Nothing named on one side
    speaks neither for nor against. A place is shown only if both name it.
    """
    both = sorted(opening.named.keys() & person.named.keys(), key=_widest_last)
    shown = opening.named[both[0]] if both else ""
    if not shown and REMOTE in opening.willing and REMOTE in person.willing:
        shown = opening.willing[REMOTE]
    return Distance(_are_apart(opening, person), shown)


def _are_apart(opening: Places, person: Places) -> bool:
    if not person.named or not opening.named or ANYWHERE in opening.willing:
        return False
    if MOVES in person.willing or ANYWHERE in person.willing:
        return False
    near = any(
        wanted in _AROUND[home] or home in _AROUND[wanted]
        for wanted in opening.named
        for home in person.named
    )
    across = any(
        side & opening.named.keys() and side & person.named.keys() for side in _ACROSS_BORDERS
    )
    return not (near or across or _countries(opening.named) & _countries(person.named))


def _widest_last(label: str) -> tuple[int, str]:
    return (-len(_AROUND[label]) if label in _CITIES else 0, label)


def _countries(named: Iterable[str]) -> frozenset[str]:
    """The countries of cities, and countries that were named themselves."""
    return frozenset(
        around for label in named for around in _AROUND[label] if around in _COUNTRY_NAMES
    )


_COUNTRY_NAMES = frozenset(line.partition("=")[0].strip() for line in entries(_COUNTRIES))
