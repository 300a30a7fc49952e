"""Titles and skills of people who plan, build, fit out or sell buildings.

Commas separate synonyms, and semicolons separate groups of synonyms. "gas ?plumber ?boilers" counts
only in a text that has "plumber" or "boilers". A phrase with a capital, such as "QS", counts only
with its capital. Signs such as "&" and "-" are written as spaces. `domain.matching.trades` explains
more.
"""

# What someone is: "name | titles". A star marks a craft whose title alone is strong evidence.
CRAFTS = """
bim coordination | bim coordinator, bim manager, bim modeller, bim specialist
construction management* | construction manager, construction project manager,
    project manager construction, oberbauleiter; site manager, bauleiter, chef de chantier,
    jefe de obra, conducteur de travaux, site supervisor, site agent, 現場監督, 施工管理; foreman,
    polier, encargado de obra; contracts manager; clerk of works
civil engineering | civil engineer, bauingenieur, ingénieur génie civil, ingénieur civil,
    ingeniero civil, ingeniero de caminos, construction engineer, 土木技術者, ingénieur travaux;
    structural engineer, ingénieur structure, tragwerksplaner, statiker; geotechnical engineer;
    bridge engineer; highway engineer
building architecture
    | architect ?houses ?buildings ?housing ?schools ?revit ?bim ?archicad ?hoai ?facades ?timber
    ?riba ?hospitals ?residential ?planning ?permit ?offices ?building, architekt, architecte,
    arquitecto, architect of buildings, architectural technician, architectural assistant,
    bauzeichner, landscape architect, landschaftsarchitekt, part ii architect, 建築士, 建築家,
    architectural technologist
quantity surveying | QS, quantity surveyor, cost estimator, kalkulator, estimator, métreur,
    economista de la construcción, 積算, cost consultant
surveying | land surveyor, vermesser, vermessungsingenieur, vermessungstechniker, géomètre,
    topógrafo, building surveyor
electrician* | sparky, sparks ?rewires ?domestic ?wiring, electrician, elektriker, elektroniker,
    elektroinstallateur, électricien, electricista, elektroniker für energie und gebäudetechnik,
    電気工事士, approved electrician; elektrikermeister, elektromeister, elektriker meister,
    elektro meister; industrial electrician, betriebselektriker, maintenance electrician
plumbing* | gas water ?guy ?bathrooms ?boilers ?tidy, sanitär heizung klima, heizungsmonteur,
    sanitärmonteur, bad und heizung, chauffage sanitaire, gasfitter, gas fitter, plumber,
    installateur, anlagenmechaniker, plombier, fontanero, heating engineer, heizungsbauer, shk,
    gas engineer, plombier chauffagiste, chauffagiste, 配管工, sanitärinstallateur, klempner,
    anlagenmechaniker shk
hvac* | kälte klima techniker, klimatechniker, kälteanlagenbauer, hvac technician, hvac engineer,
    kältetechniker, refrigeration engineer, frigoriste, mechatroniker für kältetechnik,
    air conditioning engineer, climatisation technician, technicien cvc
carpentry* | carpenter, joiner, zimmerer, tischler, schreiner, menuisier, charpentier, carpintero,
    zimmermann, cabinet maker, ebanista, ébéniste, 大工, tischlermeister, schreinermeister,
    bench joiner
masonry* | bricklayer, mason, maurer, maçon, albañil, betonbauer, stonemason, steinmetz, 左官
painting* | painter ?walls ?decorator ?facades ?houses ?interiors ?spray ?plaster ?decorating,
    painter and decorator, maler, lackierer, peintre en bâtiment, pintor, decorator, malermeister,
    maler und lackierer, plasterer, stuckateur
roofing* | dachdeckermeister, slater, roofs ?slates ?tiles ?roofer ?slater, roofer, dachdecker,
    couvreur, techador, 屋根職人
tiling* | tiler, fliesenleger, carreleur, alicatador, floor layer, bodenleger
scaffolding* | scaffolder, gerüstbauer
glazing* | glazier, glaser, vitrier
metalwork* | welder, schweißer, soudeur, soldador, metal worker, metallbauer, schlosser, locksmith,
    fabricator, boilermaker, chaudronnier, tig welder, 溶接工
solar installation* | solar installer, solarteur, pv installer, pv monteur,
    installateur photovoltaïque, instalador solar
lift mechanics* | lift engineer, elevator technician, aufzugsmonteur, ascensoriste
estate agency* | flats ?sells ?sold, houses ?sells ?sold, estate agent, real estate agent,
    immobilienmakler, agent immobilier, agente inmobiliario, realtor, property negotiator,
    不動産営業; letting agent
property management* | property manager, immobilienverwalter, gestionnaire locatif, syndic,
    gestionnaire immobilier, administrador de fincas, 不動産管理; immobilienkaufmann,
    immobilienkauffrau; objektmanager
energy consulting | energy consultant, energieberater, energy auditor, auditeur énergétique
health and safety | hse manager, health and safety manager, safety officer, sicherheitsfachkraft,
    fachkraft für arbeitssicherheit, responsable hse, hse adviser, hse advisor,
    técnico de prevención, responsable qhse, ehs manager, safety manager
"""

# What someone can do: "name | phrases", or "name | phrases | craft" for a skill of one craft only.
SKILLS = """
gas work | gas ?plumber ?boilers ?heating ?water ?bathrooms, gas fitting
BIM coordination | bim coordinator, bim coordination, clash detection, bim manager
rewiring | rewires, rewire | electrician
no fear of heights | schwindelfrei, schwindelfreiheit
green roofs | gründach, green roof
leadwork | leadwork, lead ?roofs ?roofer ?slate ?slater
steel frames | steel frame, steel ?structural ?structures ?frames ?tekla ?eurocode
Tekla | tekla
Eurocodes | eurocode, eurocodes
final accounts | final account, cost plan, cost plans
valuations | valuation ?flats ?houses ?viewings ?property ?estate,
    valuations ?flats ?houses ?viewings ?property ?estate, immobilienbewertung
kitchens and wardrobes | fitted furniture, wardrobes, bespoke kitchen, einbaumöbel, möbelbau,
    möbel ?tischler ?schreiner
Revit | revit
ArchiCAD | archicad
AutoCAD | autocad
BIM | bim
HOAI | hoai
planning permission | planning permission, baugenehmigung, bauantrag, permis de construire,
    planning applications, building permit
tendering construction | leistungsverzeichnis, ava, vob, bill of quantities, bills of quantities
cost estimating | cost estimate, cost estimating, kostenschätzung, kalkulation, take offs, devis
structural analysis | structural analysis, statik, structural calculation, calcul de structure
reinforced concrete | reinforced concrete, stahlbeton, béton armé, hormigón armado, concrete
steel structures | steel structure, stahlbau, structural steel, steelwork, charpente métallique
timber construction | timber frame, holzbau, timber construction, ossature bois
bridges | bridge ?engineer ?civil ?structural ?concrete ?highways, brücken, brückenbau, ponts
roads | road construction, straßenbau, highways, tiefbau, civil works
residential building | residential, housing, wohnungsbau, housing projects, logements
site supervision | site supervision, bauleitung, bauüberwachung, site management,
    suivi de chantier
subcontractors | subcontractor, nachunternehmer, sous traitants, coordinates trades, subcontratas
JCT | jct
NEC contracts | nec contract, nec4, nec ?jct ?contracts ?qs
total stations | total station, tachymeter, gnss survey
master craftsman | meisterbrief, elektrikermeister, elektromeister, elektriker meister,
    meister ?elektriker ?elektro ?kfz ?tischler ?maler ?dachdecker ?shk ?metall, meistertitel,
    industriemeister, malermeister, tischlermeister, kfz meister
switch cabinets | schaltschrank, schaltschränke, schaltschrankbau, switch cabinet, control cabinet,
    control panel, armoire électrique, switchgear, cuadros eléctricos, 制御盤 | electrician
PLC | sps,
    plc ?automation ?siemens ?machines ?simatic ?robots ?electrician ?scada ?electrical ?maintenance
    ?programming ?tia, automate programmable, シーケンサ
Simatic | simatic
TIA Portal | tia portal, tia ?siemens ?plc ?portal ?automation
wiring | wiring, rewiring, verkabelung, câblage, cableado
18th edition | 18th edition
rewires | rewires ?18th
installation testing | inspection and testing, vde prüfung, dguv v3, installation testing, 2391
KNX | knx, smart home
photovoltaics | photovoltaic, photovoltaik, pv ?solar ?install ?anlagen ?electrician ?roof ?dach,
    solar panel, solaranlage, photovoltaïque, placas solares
EV chargers | ev charger, wallbox, borne de recharge
electrical installations | electrical installation, elektroinstallation, installations électriques
domestic installations | domestic installation, hausinstallation
industrial installations | industrial installation
electrical qualification | habilitation électrique, elektrofachkraft
heat pumps | heat pump, wärmepumpe, pompe à chaleur, aerotermia
boilers | boiler, heizung, gasthermen, chaudière, caldera, heizungsanlagen
Gas Safe | gas safe
bathrooms | bathroom, bäder, badsanierung, salle de bain, sanitär
pipework | pipework, rohrleitung, tuyauterie, tuberías, copper pipes
F-gas | f gas, kälteschein, f gas certificate
air conditioning | air conditioning, klimaanlage, climatisation, aire acondicionado, lüftung
fitting kitchens | fitted kitchen, kitchen fitting, küchenmontage, kitchen installation
windows and doors | fensterbau, windows and doors, fenster und türen
stairs | staircase, treppenbau
bricklaying | bricklaying, mauerwerk, maçonnerie
facades | facade, fassade, façade, ravalement
plastering | plastering, verputzen, trockenbau, drywall, plâtre
wallpapering | wallpapering, tapezieren
flat roofs | flat roof, flachdach
roof tiles | roof tile, tiled roof, steildach, ziegeldach
slate roofs | slate roof, slate ?roof ?roofer ?roofs ?lead, slates
MIG/MAG welding | mig mag, mig welding, mag welding, mig ?welder ?welding ?tig, mag schweißen
TIG welding | tig, wig, wig schweißen, tig welding
welding certificate | welding certificate, schweißschein, coded welder
stainless steel | stainless steel, edelstahl, inox
reading drawings | reads drawings, reading drawings, technical drawing, technische zeichnungen,
    lecture de plans, lesen von zeichnungen
viewings | viewing, besichtigung, visites ?immobilier ?logement ?ventes
lettings | letting, vermietung, gestion locative, rental
property administration | weg verwaltung, hausverwaltung, mietverwaltung, syndic de copropriété,
    block management
service charge | service charge, nebenkostenabrechnung, betriebskosten
NEBOSH | nebosh, iosh
working at height | working at height, höhenarbeit, ipaf
CSCS card | cscs
"""

# The first skill is a kind of the others.
KINDS = """
Simatic: PLC
TIA Portal: PLC
domestic installations: electrical installations
industrial installations: electrical installations
"""
