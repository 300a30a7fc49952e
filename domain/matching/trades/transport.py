"""Titles and skills in warehouses and transport.

Commas separate synonyms, and semicolons separate groups of synonyms. "shift leader ?warehouse
?pickers" counts only in a text that has "warehouse" or "pickers", and "cpc !ads" only in a text
without "ads". A phrase with a capital counts only with its capital. Signs such as "&" and "-" are
written as spaces. `domain.matching.trades` explains more.
"""

# What someone is: "name | titles". A star marks crafts whose title alone is strong evidence.
CRAFTS = """
warehouse management | warehouse manager, lagerleiter, lagerverwalter, responsable d'entrepôt,
    jefe de almacén, responsable logistique entrepôt, encargado de almacén, 倉庫管理;
    warehouse supervisor, shift leader ?warehouse ?pickers ?forklift ?logistics,
    shift supervisor ?warehouse ?pickers,
    schichtleiter ?lager ?logistik ?stapler ?versand ?kommissionierung, chef d'équipe logistique,
    warehouse shift lead, warehouse team leader, warehouse shift leader,
    shift lead ?warehouse ?forklift ?pickers, teamleiter lager, chef de quai
warehouse work* | picks and packs, pick and pack, warehouse worker, warehouse operative, lagerist,
    lagermitarbeiter, fachkraft für lagerlogistik, fachlagerist, kommissionierer, picker,
    préparateur de commandes, mozo de almacén, magasinier, warehouse associate, order picker,
    packer, 倉庫作業員, lagerarbeiter, lagerhelfer, preparador de pedidos
forklift driving* | stapler ?hochregal ?nachtschicht ?schicht, forklift driver, staplerfahrer,
    gabelstaplerfahrer, cariste, carretillero, reach truck driver, forklift operator, フォークリフト
logistics | logistics manager, responsable logistique, jefe de logística, 物流;
    logistics coordinator, logistiker; supply chain manager, responsable supply chain;
    supply chain planner, supply planner, demand planner, materials planner, approvisionneur;
    supply chain analyst; disponent, dispatcher, transport planner, affréteur, exploitant transport;
    speditionskaufmann, speditionskauffrau, freight forwarder, kaufmann für spedition;
    transport manager, fleet manager; import export clerk; customs broker, customs specialist,
    customs clerk, zolldeklarant, déclarant en douane
bus driving* | buses ?drives ?drove, bus ?drives ?drove !project !forward, coaches ?drives,
    bus driver, busfahrer, chauffeur de bus, conductor de autobús, drives buses, coach driver,
    conducteur de bus, drives a bus, バス運転手, conducteur de car
truck driving* | lkw ?ce ?fernverkehr ?touren, lorries ?drives, trucks ?drives ?drove,
    truck ?drives ?drove, lkw ?fährt ?fahrt, truck driver, lorry driver, hgv driver, lkw fahrer,
    kraftfahrer, berufskraftfahrer, chauffeur routier, chauffeur poids lourd, camionero,
    drives lorries, drives trucks, conductor de camión, トラック運転手, routier, class 1 driver,
    trucker, conducteur routier
van driving* | parcel driver, parcels ?delivers, delivery driver, van driver, courier, kurierfahrer,
    chauffeur livreur, repartidor, auslieferungsfahrer, delivery van driver, livreur,
    paketzusteller, 配達員, 配送ドライバー; postman, briefträger, facteur, cartero, zusteller
taxi driving* | taxi driver, taxifahrer, chauffeur de taxi, taxista, chauffeur vtc,
    chauffeur ?private ?limousine ?executive, タクシー運転手
train driving* | straßenbahn fahrer, straßenbahn ?fahrer ?fahrerin ?fährt, tram ?drives ?driver,
    trains ?drives ?drove, train ?drives ?drove, train driver, lokführer, triebfahrzeugführer,
    conducteur de train, maquinista, tram driver, straßenbahnfahrer, conducteur de tram
crane operation* | crane operator, kranführer, grutier, excavator operator, baggerfahrer,
    conducteur d'engins, digger driver, gruista, plant operator ?excavator ?digger
piloting | pilot ?aircraft ?airline ?a320 ?captain ?atpl ?flight ?boeing ?helicopter, airline pilot,
    copilot, first officer ?airline ?a320 ?boeing, pilote de ligne, piloto de aviones, test pilot,
    helicopter pilot
drone piloting* | drone pilot, drohnenpilot
fishing | fisherman, fischer, pêcheur
ground handling* | ramp agent, baggage handler, ground handler, check in agent, ground staff,
    airport agent, bodenpersonal, 地上職員
air traffic control | air traffic controller, fluglotse, contrôleur aérien
seafaring | deck officer, ship captain, marine engineer, sailor, matrose, seaman, skipper,
    chief mate
removals* | removal man, furniture mover, umzugshelfer, déménageur
waste collection* | refuse collector, müllwerker, éboueur, bin man
"""

# What someone can do: "name | phrases", or "name | phrases | craft" if only that craft has it.
SKILLS = """
Incoterms | incoterms
customs declarations | import declaration, export declaration, customs declaration,
    declarations ?customs ?import ?export, zollanmeldung
forklift | reach truck, hochregal, hochregalstapler, forklift, forklift licence, stapler,
    staplerschein, gabelstapler, caces, carretilla, fork lift, flurförderschein,
    carretilla elevadora, フォークリフト免許
warehousing | warehouse ?worker ?logistics ?shift ?picking ?forklift ?stock, lagerlogistik, lager,
    entrepôt, almacén, versandzentrum, distribution centre, distribution center, 倉庫,
    fulfilment centre
picking | picking, kommissionierung, kommissionieren, préparation de commandes, order picking,
    picks orders, pickers, preparación de pedidos, ピッキング
goods in | goods in, goods receipt, wareneingang, réception de marchandises, goods inward,
    warenannahme, recepción de mercancías
shipping | shipping, versand, dispatch ?goods ?warehouse ?orders, expédition, 出荷
stock control | inventory management, inventory control, bestandsführung, gestion des stocks,
    inventory, inventur, stock management, 在庫管理, gestión de stock, inventaire
WMS | wms, warehouse management system
SAP WM | sap wm, sap ewm, sap mm
shift planning | shift planning, schichtplanung, schichtplan, plans shifts, shift plans,
    einsatzplanung, planification des équipes, シフト管理, personaleinsatzplanung
leading shifts | shift leader, shift lead, schichtleiter, shift supervisor, led a shift,
    leads a shift, schichtleitung, chef d'équipe, schicht geführt
supply chain | supply chain, lieferkette, chaîne logistique, cadena de suministro
demand planning | demand planning, bedarfsplanung
S&OP | s op
materials planning | materials planning, disposition
customs | customs, zoll, douane, aduanas, zollabwicklung, 通関
freight forwarding | freight, spedition, sea freight, air freight, seefracht, luftfracht,
    transport maritime, container shipping
route planning | route planning, tourenplanung, plans routes, planification des tournées, rutas
fleet | fleet, fuhrpark, flotte
bus licence | d licence, cat d, category d, führerschein d, permis d, d license, class d, pcv,
    carnet d, führerscheinklasse d, klasse d, 大型二種 | bus driving
truck licence | c e, ce licence, führerschein ce, führerschein c ce, permis ce, class 1, hgv,
    lkw führerschein, cat c e, klasse ce, permis c, carnet c, lgv, führerscheinklasse ce, 大型免許,
    category c e | truck driving
driving licence B | b licence, führerschein b, führerschein klasse b, permis b, carnet b,
    driving licence, full driving licence, klasse b, clean licence, führerschein,
    carnet de conducir
driver CPC | cpc !ads !google !ppc !campaigns !seo !paid, code 95, module 95, fimo, fco,
    schlüsselzahl 95, berufskraftfahrerqualifikation, fimo fco, cap
digital tachograph | tachograph, digital tachograph, digitaler tachograph, fahrerkarte, driver card,
    chronotachygraphe, tacógrafo
dangerous goods | adr, dangerous goods, gefahrgut, adr schein, matières dangereuses, hazmat,
    hazardous goods, mercancías peligrosas
long haul | long haul, fernverkehr, international transport, longue distance, long distance routes,
    larga distancia
multi-drop | multi drop, multidrop
city routes | city route, linienverkehr, stadtverkehr, local bus routes, school runs,
    ligne urbaine
passenger service | passenger, fahrgäste, passagers
split shifts | split shift, geteilte dienste, geteilter dienst
crane licence | kranschein, crane licence, cpcs
excavators | excavator, bagger, pelleteuse, digger
ATPL | atpl | piloting
A320 | a320
737 | b737, 737
cold chain | cold chain, kühlkette, refrigerated, chaîne du froid, frigo
punctual deliveries | on time delivery, otif
loading | loading, ladungssicherung, load securing, beladung, chargement, load safety
"""

# Whoever has the first skill has the others.
IMPLIES = """
SAP WM: SAP
leading shifts: leading a team
truck licence: driving licence B
bus licence: driving licence B
"""

# People of the first craft may suit openings for the others, and the other way round.
NEAR = """
warehouse work: forklift driving
"""
