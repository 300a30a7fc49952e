"""Titles and skills in designing, making, testing and repairing machines and electronics.

Commas separate synonyms, and semicolons separate groups of synonyms. "production engineer ?factory
?plant" counts only in a text that has "factory" or "plant", and "automation engineer !test" only in
a text without "test". A phrase with a capital counts only with its capital. Signs such as "&" and
"-" are written as spaces. `domain.matching.trades` explains more.
"""

# What someone is: "name | titles". A star marks crafts whose title alone is strong evidence.
CRAFTS = """
mechanical engineering | mech design, mechanical design, mechanical engineer,
    mechanical design engineer, mech engineer, maschinenbauingenieur, maschinenbauer, konstrukteur,
    design engineer !software !chip !circuit, ingénieur mécanique, ingeniero mecánico, cad designer,
    cad engineer, ingénieur conception mécanique, dessinateur industriel, technischer zeichner,
    機械設計, product design engineer, dessinateur projeteur, entwicklungsingenieur mechanik,
    piping engineer
electrical engineering | EE ?substations ?power ?relays ?voltage ?electronics, electrical engineer,
    elektroingenieur, ingénieur électrique, ingeniero eléctrico, power electronics engineer,
    electrical design engineer, elektrokonstrukteur, ingénieur électrotechnique, 電気設計,
    power engineer, elektroplaner, power systems engineer
hardware | hardware engineer, electronics engineer, hardwareentwickler, hardware designer,
    elektronikentwickler, ingénieur électronique, ingeniero electrónico,
    electronics design engineer, hardware design engineer, ハードウェアエンジニア, 回路設計,
    électronicien, elektronikingenieur; pcb designer, pcb design, leiterplatten designer,
    layouter leiterplatten; rf engineer; analog engineer; fpga engineer; asic engineer,
    chip design engineer
automation | plc engineer, PLC wizard, automation engineer !test !qa !marketing, plc programmer,
    sps programmierer, automatisierungstechniker, automaticien, ingénieur automatisme,
    controls engineer, control engineer, robotics technician, automatisierungsingenieur,
    roboterprogrammierer, inbetriebnehmer, robotics engineer
mechatronics | mechatronics engineer, mechatroniker, mechatronics technician, mécatronicien
process engineering | chem eng, chem engineer, process engineer, chemical engineer,
    verfahrenstechniker, verfahrensingenieur, ingénieur procédés, ingeniero químico,
    プロセスエンジニア, ingeniero de procesos
manufacturing engineering | manufacturing engineer,
    production engineer ?factory ?plant ?lean ?lines, industrial engineer, fertigungsingenieur,
    ingénieur industrialisation, ingénieur production, arbeitsvorbereiter, 生産技術,
    produktionsingenieur
quality engineering | QE, quality engineer !software !test, quality manager, qualitätsingenieur,
    qualitätsmanager, quality inspector, messtechniker, responsable qualité,
    quality assurance manager, qualitätsprüfer, ingénieur qualité, qmb, supplier quality engineer,
    contrôleur qualité, 品質管理, técnico de calidad, 品質保証,
    regulatory affairs manager ?iso ?quality
regulatory affairs | RA ?devices ?mdr ?medical ?submissions, regulatory affairs manager,
    regulatory affairs specialist, regulatory affairs, chargé d'affaires réglementaires
production management | plant ?ran ?runs ?managed ?manages, factory ?ran ?runs ?managed,
    production manager !film !video, plant manager, produktionsleiter, werksleiter,
    responsable de production, directeur d'usine, jefe de producción, factory manager,
    fertigungsleiter, 工場長, production supervisor, production planner, production shift supervisor
industrial engineering | ingeniero industrial
machining* | polymechaniker, cnc operator, cnc machinist, machinist, zerspanungsmechaniker,
    operador cnc, opérateur cnc, usineur, mécanicien d'usinage; dreher, tourneur, tornero,
    cnc turner, cnc dreher, 旋盤工; fräser, fraiseur, fresador, cnc miller, cnc fräser;
    tourneur fraiseur; cnc programmer; toolmaker, werkzeugmacher
maintenance* | machines ?fixes ?repairs ?maintains, maintenance technician, industriemechaniker,
    instandhalter, betriebsschlosser, technicien de maintenance, maintenance engineer,
    maintenance fitter, técnico de mantenimiento, maintenance mechanic, 設備保全, 保全,
    servicetechniker, service technician, field service engineer
assembly* | produktionshelfer, assembly worker, assembler ?factory ?line ?parts ?production,
    montagemitarbeiter, monteur; production worker, factory worker, produktionsmitarbeiter,
    opérateur de production, ouvrier, operario, production operator, 製造スタッフ; machine operator,
    maschinenbediener, maschinenführer, anlagenführer, conducteur de ligne, line operator
car mechanics* | kfz ?diagnose ?hochvolt ?bremsen ?motor,
    mecánico ?coches ?taller ?frenos ?vehículos ?vehiculos ?automoción, car mechanic, auto mechanic,
    kfz mechatroniker, kfz mechaniker, mécanicien auto, mécanicien automobile, mecánico de coches,
    vehicle technician, mecánico de automóviles, 自動車整備士, motor mechanic, kfz meister,
    automotive technician, mechanic ?cars ?vehicles ?brakes ?engines ?mot ?garage
bodywork* | car body painter, panel beater, fahrzeuglackierer, karosseriebauer, carrossier,
    autolackierer, chapista
bicycle mechanics* | bike mechanic, bicycle mechanic, fahrradmechaniker, zweiradmechaniker,
    mécanicien vélo, zweiradmechatroniker, cycle technician
aircraft mechanics* | aircraft mechanic, aircraft engineer, fluggerätmechaniker,
    mécanicien aéronautique, aircraft maintenance engineer, avionics technician
truck mechanics* | truck mechanic, hgv technician, nutzfahrzeugmechatroniker,
    mécanicien poids lourds, landmaschinenmechaniker, hgv mechanic
aerospace engineering | aerospace engineer, aeronautical engineer, flugzeugingenieur,
    ingénieur aéronautique, stress engineer, flight test engineer, spacecraft engineer
simulation | simulation engineer, fea engineer, cfd engineer, berechnungsingenieur,
    ingénieur calcul, ingénieur simulation
energy engineering | wind turbine technician, energy engineer, wind energy technician,
    éolien technician, power plant engineer
printing | print operator, printer ?offset ?press ?print, medientechnologe druck, imprimeur,
    drucker ?offset
sewing | sewing machinist, näherin, machine sewer, upholsterer, polsterer, tapissier
jewellery* | goldsmith, jeweller, goldschmied, bijoutier, joyero, watchmaker, uhrmacher, horloger
electronics technician* | electronics technician, elektroniker für geräte und systeme,
    electronic technician, technicien électronique
printing trade | printer ?offset ?press ?paper
packaging engineering | packaging engineer, verpackungsingenieur
tyre fitting* | tyre fitter, reifenmonteur
optics | optics engineer, optical engineer
"""

# What someone can do: "name | phrases", or "name | phrases | craft" if only that craft has it.
SKILLS = """
MDR | mdr | regulatory affairs
technical files | technical file, tech file, technical documentation ?mdr ?devices,
    tech doc ?mdr ?devices | regulatory affairs
automotive | automotive, automobilindustrie
HAZOP | hazop | process engineering
pumps | pumpe, pumps
SolidWorks | solidworks, solid works | mechanical engineering
CATIA | catia | mechanical engineering
Siemens NX | siemens nx, nx ?cad ?siemens ?solidworks ?konstruktion ?mechanical
Inventor | autodesk inventor, Inventor | mechanical engineering
Creo | creo, pro engineer
CAD | cad, 3d cad
sheet metal | sheet metal, blech, blechteile, blechkonstruktion, tôlerie
plastic parts | plastic part, injection moulding, injection molding, spritzguss, kunststoffteile,
    injection plastique
GD&T | gd t, tolerancing, toleranzen, geometric dimensioning, toleranzmanagement,
    tolerance analysis, cotation
FEA | fea, fem, finite element, éléments finis
Ansys | ansys
Abaqus | abaqus
CFD | cfd !trading !forex !broker
gearboxes | gearbox, getriebe, transmission ?gears ?mechanical
hydraulics | hydraulic, hydraulik, hydraulique, hidráulica
pneumatics | pneumatic, pneumatik, pneumatique, neumática
EPLAN | eplan
wire harnesses | wire harness, harness design, kabelbaum, faisceau, cable harness
power electronics | power electronics, leistungselektronik, inverter, électronique de puissance
high voltage | hv ?substations ?protection ?relays, substation, high voltage, hochspannung,
    haute tension
PCB design | pcb, pcb design, pcb layout, leiterplatte, leiterplatten, leiterplattenlayout,
    leiterplattenentwicklung, circuit board, leiterplatten layout, leiterplattendesign, platinen,
    platinenlayout, board design, プリント基板, circuit imprimé, 基板設計, carte électronique,
    board layout, circuitos impresos | hardware
Altium | altium, altium designer | hardware
KiCad | kicad | hardware
schematics | schematic, schaltplan, schaltpläne, schaltungsentwicklung, circuit design,
    schaltungsdesign, 回路設計 | hardware
EMC | emc, emv, emv test, cem, electromagnetic compatibility, elektromagnetische verträglichkeit,
    emi
FPGA | fpga | hardware
VHDL | vhdl | hardware
Verilog | verilog, systemverilog | hardware
RF | rf design, antenna design, rf circuit, hochfrequenz
oscilloscopes | oscilloscope, oszilloskop, lab bench
high-speed design | high speed board, high speed design, signal integrity
soldering | soldering, löten, soudure électronique
board bring-up | board bring up, brings up boards, brought up a board
PLC programming | plc programming, sps programmierung, sps programmieren | automation
SCADA | scada
robots | industrial robot, roboterprogrammierung, robot programming
KUKA | kuka
Fanuc robots | fanuc ?robots ?robot
ABB robots | abb robot
commissioning | commissioned, commissioning, inbetriebnahme, mise en service, puesta en marcha
motor control | motor control, drive technology, antriebstechnik
lean production | lean manufacturing, lean production
5S | 5s
kaizen | kaizen
FMEA | fmea
APQP | apqp
PPAP | ppap
ISO 9001 | iso 9001, iso9001 | quality engineering
IATF 16949 | iatf 16949, iatf
ISO 13485 | iso 13485
medical devices | medical device, medizinprodukte, dispositifs médicaux, medtech
audits | supplier audit, internal audit, lieferantenaudit
8D reports | 8d, root cause analysis
measuring | cmm, measuring machine, messmaschine, messtechnik, calliper, métrologie, metrology
CNC milling | cnc milling, cnc fräsen, 5 axis, five axis, 5 achs, milling, fräsen, fraisage,
    cnc miller
CNC turning | cnc turning, cnc drehen, turning ?cnc ?lathe, lathe, drehen ?cnc ?fräsen, tournage,
    drehmaschine
CNC | cnc, cnc machine
Heidenhain | heidenhain
Fanuc controls | fanuc
preventive maintenance | preventive maintenance, vorbeugende wartung, maintenance préventive,
    mantenimiento preventivo, tpm, 予防保全
fault finding | fault finding, fehlersuche, troubleshooting ?machines ?electrical ?plc ?equipment,
    störungsbehebung, dépannage
machine repair | machine repair, repairs machines, maschinenreparatur
engine diagnostics | engine diagnostics, vehicle diagnostics, fahrzeugdiagnose, diagnostic auto,
    diagnostics ?engines ?vehicles ?cars ?brakes ?mechanic
brakes | brake, bremsen, freins, frenos
electric vehicles | electric vehicle, hochvolt, ev, véhicules électriques
e-bikes | e bikes, e bike
hybrids | hybrid vehicle, hybrides ?auto
MOT testing | mot tester, mot testing, mot, hauptuntersuchung, contrôle technique
spray painting | spray painting, lackieren, spray booth
process simulation | aspen, process simulation
distillation | distillation, destillation
scale-up | scale up, upscaling process
P&ID | p id, r i fließbild
wind turbines | wind turbine, windkraft, éolienne, windenergie
EASA Part 66 | part 66, easa, part 145, b1 licence
offset printing | offset, offset printing, heidelberg press
shift work | shift work, shift, schicht, schichtarbeit, schichtdienst, works shifts, 3x8,
    travail posté, turnos, three shift
production line | production line, assembly line, produktionslinie, fertigungslinie,
    chaîne de production, línea de producción
injection moulding machines | injection moulding machine, spritzgussmaschine
SPC | spc, statistical process control
regulatory submissions | regulatory submission, 510k, ce marking, ce mark
"""

# Rival skills, of which a person usually has one. The name before the colon is for readers.
GROUPS = """
cad: SolidWorks, CATIA, Siemens NX, Inventor, Creo
"""

# The first skill is a kind of the others.
KINDS = """
KUKA: robots
Fanuc robots: robots
ABB robots: robots
Ansys: FEA
Abaqus: FEA
5S: lean production
kaizen: lean production
"""

# Whoever has the first skill has the others.
IMPLIES = """
SolidWorks: CAD
CATIA: CAD
Siemens NX: CAD
Inventor: CAD
Creo: CAD
CNC milling: CNC
CNC turning: CNC
PLC programming: PLC
Altium: PCB design
KiCad: PCB design
"""

# People of the first craft may suit openings for the others, and the other way round.
NEAR = """
automation: mechatronics
machining: mechatronics
maintenance: mechatronics
"""
