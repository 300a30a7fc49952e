"""Titles and skills in restaurants, hotels, cleaning, beauty, security, gardens and farms.

Commas separate synonyms, and semicolons separate groups of synonyms. "floor manager ?restaurant
?wine" counts only in a text that has "restaurant" or "wine", and "chef !projet" only in a text
without "projet". A phrase with a capital counts only with its capital. Signs such as "&" and "-"
are written as spaces. `domain.matching.trades` explains more.
"""

# What someone is: "name | titles". A star marks crafts whose title alone is strong evidence.
CRAFTS = """
kitchen* | chef !projet !produit !équipe !chantier !secteur !service !ventes, cook, koch, köchin,
    cuisinier, cocinero, cooks, 料理人, シェフ, 調理師, kitchen chef; sous chef, souschef,
    second de cuisine, segundo de cocina; chef de partie, demi chef, cdp, jefe de partida,
    line cook, jungkoch; commis chef, commis de cuisine, beikoch, prep cook; head chef, küchenchef,
    chef de cuisine, jefe de cocina, chefkoch, executive chef
pastry* | pastry chef, pâtissier, konditor, pastelero, chef pâtissier, パティシエ, confectioner;
    cake decorator
bakery* | baker, bäcker, boulanger, panadero, パン職人; bäckermeister; bäckereifachverkäufer
butchery* | butcher, metzger, fleischer, boucher, carnicero
kitchen help* | kitchen porter, dishwasher, küchenhilfe, plongeur, kitchen assistant, spüler,
    kitchen helper, pinche
waiting* | waiter, waitress, kellner, serveur, camarero, server ?restaurant ?tables ?tips ?diners,
    servicekraft, ober, ウェイター, ホールスタッフ, restaurantfachmann, restaurantfachfrau,
    waiting staff, waits tables, front of house; head waiter, maître d, maitre d, oberkellner,
    chef de rang, floor manager ?restaurant ?wine ?dining, maître d'hôtel, jefe de sala; food runner
bar* | bartender, barkeeper, barman, barmaid, mixologist, バーテンダー, barkeeperin; bar manager,
    bar supervisor
barista* | flat white ?makes ?best ?barista, barista, coffee roaster, バリスタ
sommelier* | sommelier, wine waiter, ソムリエ
restaurant management | restaurant ?runs ?ran ?managed ?manages, bistro ?runs ?ran ?managed,
    café ?runs ?ran, pub ?runs ?ran, restaurant manager, restaurantleiter, f b manager,
    food and beverage manager, responsable de restaurant, gerente de restaurante,
    directeur de restaurant, restaurant supervisor, café manager, pub manager,
    betriebsleiter gastronomie
catering | catering manager, caterer, canteen manager
hotel reception* | hotel receptionist, front desk agent, front office agent, rezeptionist,
    réceptionniste, recepcionista, receptionist ?hotel ?opera ?guests,
    front desk ?hotel ?opera ?guests ?nights, フロントスタッフ; night auditor,
    night manager ?hotel ?opera ?star ?guests, night porter, night receptionist; concierge;
    front office manager; guest relations, guest relations manager; hotelfachfrau, hotelfachmann
housekeeping* | housekeeper, room attendant, zimmermädchen, femme de chambre, valet de chambre,
    camarera de pisos, chambermaid, ハウスキーパー; housekeeping supervisor, hausdame, gouvernante,
    head housekeeper, executive housekeeper
hotel management | hotel manager, hotel director, hoteldirektor, directeur d'hôtel,
    general manager ?hotel, duty manager ?hotel
cleaning* | cleaner, reinigungskraft, agent d'entretien, office cleaner, limpiador, putzfrau,
    cleaning lady, agent de propreté, 清掃員, commercial cleaner; gebäudereiniger,
    industrial cleaner; window cleaner
hairdressing* | hairdresser, friseur, coiffeur, coiffeuse, barber, peluquero, hair stylist,
    colourist !film !video !grading, 美容師, salon manager
beauty* | spa therapist, beautician, kosmetiker, esthéticienne, makeup artist, make up artist,
    nail technician, maquilleuse, esteticista, beauty therapist
floristry* | florist, fleuriste, floristmeister, florista, 花屋
travel | travel agent, reiseverkehrskaufmann, agent de voyages, tour guide, reiseleiter,
    travel consultant, guide touristique, guía turístico, tour operator
security guarding* | security guard, sicherheitsmitarbeiter, agent de sécurité, vigilante, doorman,
    bouncer, security officer, wachmann, werkschutz, 警備員
flight service* | flight attendant, cabin crew, flugbegleiter, steward, stewardess,
    hôtesse de l'air, tripulante de cabina, azafata, purser, 客室乗務員
gardening* | gardener, gärtner, jardinier, jardinero, groundskeeper, 庭師; landscaper,
    landschaftsgärtner, landscape gardener, paysagiste, garten und landschaftsbauer; tree surgeon
farming | farmer, landwirt, farm manager, agriculteur, agricultor, farm worker, herdsman, winzer,
    winemaker, farmhand, agronomist
"""

# What someone can do: "name | phrases", or "name | phrases | craft" if only that craft has it.
SKILLS = """
fine dining | fine dining, gehobene küche, gastronomique, alta cocina, sternerestaurant,
    sterneküche
Michelin | michelin, michelin star, 1 star, one star, two star, étoilé
HACCP | haccp
food hygiene | food hygiene, hygiene trained, lebensmittelhygiene, food safety,
    hygiène alimentaire
running a section | runs a section, runs sauce section, ran the pass, sauce section, garde manger,
    grill section, saucier, entremetier, poste chaud, fish section, runs the pass, runs sauce
menu planning | menu planning, plans menus, menu development, writes menus, writes the menu,
    speiseplan
pastry | pastry, desserts, patisserie, viennoiserie, konditorei, cakes, chocolate work
bread | levain, brotteig, masa madre, sourdough, bread, brot, pain ?boulanger ?boulangerie ?levain,
    sauerteig, panadería, パン
à la carte | à la carte, a la carte
banqueting | banqueting, banquet, bankett
vegan cooking | vegan, vegetarian kitchen, plant based
sushi | sushi, 寿司
Italian cuisine | italian cuisine, pasta, italienische küche
French cuisine | french cuisine, französische küche, cuisine française
Japanese cuisine | japanese cuisine, washoku, 和食
wine | wine list, wine knowledge, weinkenntnisse, wset, wine pairing, wines, carte des vins
cocktails | cocktail, mixology
espresso | espresso, latte art, specialty coffee, speciality coffee, coffee roasting
serving | table service, serves tables, waits tables, service à table, carries three plates
rota planning | rota, dienstplan, staff scheduling, rotas, dienstplanung, planning des équipes
food cost | food cost, wareneinsatz, stock control
Opera PMS | opera pms, Opera | hotel reception
Fidelio | fidelio | hotel reception
Protel | protel | hotel reception
night audit | night audit | hotel reception
reservations | reservation, reservierungen, réservations, reservas
check-in | check in, check ins
guest complaints | guest complaint, handles complaints, beschwerden, guest relations
room inspections | room inspection, inspects rooms
deep cleaning | deep clean, deep cleaning, grundreinigung
window cleaning | window cleaning, glasreinigung, fensterreinigung
floor machines | floor machine, scrubber dryer, einscheibenmaschine, autolaveuse
colouring hair | colouring, coloring ?hair ?salon ?balayage, balayage, hair colour, coloration,
    färben, highlights ?hair ?salon
cutting hair | cuts, haarschnitt, cutting hair, beard trim, fades,
    schneiden ?haare ?friseur ?färben
nails | nails, manicure, gel nails, maniküre
make-up | bridal makeup, make up, makeup
facials | facial, gesichtsbehandlung, soins du visage, skin treatments
wedding flowers | wedding flower, wedding bouquet, bridal bouquet, brautstrauß, wedding floristry
amadeus | Amadeus, galileo gds, sabre | travel
SIA licence | sia licence, sia license, sia badge, carte professionnelle sécurité
    | security guarding
34a | 34a, sachkunde 34a | security guarding
CCTV | cctv, videoüberwachung, vidéosurveillance
crowd control | crowd control, event security, door work
pruning | pruning, baumschnitt, obstbaumschnitt, hedges, heckenschnitt, taille
planting | planting, bepflanzung, plantations, planting plans
chainsaw licence | chainsaw, motorsägenschein, tronçonneuse, kettensäge
milking | milking, dairy, melken
tractors | tractor, traktor, tracteur
viticulture | viticulture, vineyard, weinbau
"""

# Skills of which a person usually has only one. The name before the colon is only a comment.
GROUPS = """
kitchen section: pastry, sushi
"""

# The first skill is a kind of the others.
KINDS = """
Michelin: fine dining
"""

# Whoever has the first skill has the others.
IMPLIES = """
HACCP: food hygiene
"""
