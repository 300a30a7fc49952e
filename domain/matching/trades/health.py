"""Titles and skills in medicine, nursing and care.

Commas separate synonyms, and semicolons separate groups of synonyms. "registrar ?doctor ?gmc"
counts only in a text that has "doctor" or "gmc", and "nurse !recruiter" only in a text without
"recruiter". A phrase with a capital counts only with its capital. Signs such as "&" and "-" are
written as spaces. `domain.matching.trades` explains more.
"""

# What someone is: "name | titles". A star marks crafts whose title alone is strong evidence.
CRAFTS = """
nursing | nurse !recruiter, registered nurse,
    rn !react !native !ios !android !app !typescript !mobile, staff nurse, krankenschwester,
    krankenpfleger, pflegefachkraft, pflegefachfrau, pflegefachmann, gesundheits und krankenpfleger,
    infirmier, enfermero, enfermera, 看護師, pflegekraft; icu nurse, intensive care nurse,
    critical care nurse, intensivpfleger; emergency nurse; anesthesia nurse, nurse anesthetist,
    nurse anaesthetist, anästhesiepfleger, ibode, iade; theatre nurse, scrub nurse, op schwester,
    operating room nurse, or nurse; paediatric nurse, pediatric nurse, kinderkrankenschwester,
    kinderkrankenpfleger, kids nurse, children's nurse; district nurse, community nurse;
    mental health nurse; oncology nurse; dialysis nurse; school nurse; practice nurse; charge nurse,
    ward manager, nurse manager, ward sister, stationsleitung; nurse practitioner
nursing assistance* | nursing assistant, healthcare assistant, hca, cna, aide soignante,
    aide soignant, pflegehelfer, auxiliar de enfermería, pflegeassistent, 看護助手
elderly care* | HCA, carer, care worker, altenpfleger, care assistant, caregiver, auxiliaire de vie,
    cuidador, 介護士, 介護福祉士; home carer; support worker; pflegedienstleitung, care home manager
midwifery* | midwife, hebamme, sage femme, matrona, 助産師
childcare nursing | nursery nurse
medicine | doctor !physics !philosophy !history !spin, physician, arzt, ärztin, médecin, médico,
    医師, locum doctor; assistenzarzt, house officer; oberarzt, consultant physician; facharzt;
    registrar ?doctor ?gmc ?emergency ?medicine ?medical; emergency physician, notarzt, a e doctor,
    emergency doctor, emergency medicine physician, urgentiste; surgeon, chirurg, chirurgien;
    orthopaedic surgeon; anaesthetist, anesthesiologist, anästhesist; gp, general practitioner,
    hausarzt, médecin généraliste; paediatrician, pediatrician, kinderarzt, kinderärztin, pédiatre,
    pediatra; psychiatrist; radiologist; cardiologist; internist; gynaecologist; dermatologist;
    neurologist
dentistry* | dentist, zahnarzt, dentiste, dentista, 歯科医, orthodontist
dental assistance* | dental nurse, dental assistant, zahnmedizinische fachangestellte, zfa,
    assistante dentaire; dental hygienist, 歯科衛生士; dental technician, zahntechniker
medical assistance* | medical assistant, medizinische fachangestellte,
    medizinischer fachangestellter, mfa, secrétaire médicale, medical secretary,
    doctor's receptionist, arzthelferin, 医療事務
pharmacy* | pharmacist, apotheker, pharmacien, farmacéutico, 薬剤師; hospital pharmacist;
    clinical pharmacist
pharmacy assistance* | pharmacy technician, pta, pharmacy assistant,
    pharmazeutisch technische assistentin, préparateur en pharmacie, pharmacy dispenser
emergency services* | paramedic, notfallsanitäter, paramédico, 救急救命士; rettungssanitäter, emt,
    ambulance technician, rettungsassistent, ambulancier; firefighter, feuerwehrmann
physiotherapy* | physiotherapist, physical therapist, physio, physiotherapeut, kinésithérapeute,
    kiné, fisioterapeuta, 理学療法士
occupational therapy* | OT, occupational therapist, ergotherapeut, ergothérapeute,
    terapeuta ocupacional, 作業療法士
speech therapy* | speech therapist, speech and language therapist, logopäde, logopädin,
    orthophoniste, logopeda
psychology | psychologist, psychologe, psychologue, psicólogo; clinical psychologist, 臨床心理士;
    psychotherapist, psychotherapeut, therapist ?cbt ?psychology ?counselling; counsellor
radiography* | radiographer, radiology technician, mtra, manipulateur radio, radiologietechnologe,
    técnico de rayos, sonographer, 放射線技師
optometry* | optician, optometrist, augenoptiker, opticien, óptico
dietetics* | diet counselling, ernährungsberatung, diätassistent, nutrition counselling, dietitian,
    dietician, nutritionist, ernährungsberater, diététicien, 管理栄養士
veterinary medicine | vet, veterinarian, tierarzt, tierärztin, vétérinaire, veterinario,
    veterinary surgeon, 獣医
veterinary nursing* | RVN, vet nurse, veterinary nurse, tiermedizinische fachangestellte
massage* | massage therapist, masseur, masseuse, heilpraktiker, osteopath
health visiting | health visitor
fitness* | personal trainer, fitness coach, fitness trainer, yoga teacher, fitness instructor,
    yoga instructor, coach sportif, entrenador personal
"""

# What someone can do: "name | phrases", or "name | phrases | craft" if only that craft has it.
SKILLS = """
hand therapy | hand therapy, hands ?splints ?ot ?therapist ?therapy, splints | occupational therapy
ambulatory care | ambulante pflege, ambulant ?pflege ?pdl ?pflegedienst, ambulanter pflegedienst
intensive care | intensive care, icu, itu, critical care, intensivstation, intensivpflege,
    réanimation, soins intensifs, uci, cuidados intensivos, 集中治療室, cuidados críticos,
    intensivpfleger
ventilation | ventilated patient, ventilator, ventilation ?patients ?nurse ?icu, beatmung,
    beatmungspatienten
emergency care | emergency department, a e, accident and emergency, notaufnahme, urgences,
    urgencias, emergency medicine, er ?nurse ?doctor ?rn ?hospital ?trauma, emergency nurse,
    emergency physician, emergency room, 救急, ed ?nurse ?doctor ?rn, emergency doctor, urgentiste,
    zna
operating theatre | OR ?nurse ?anesthesia ?scrub ?surgery ?theatre, operating theater,
    operating theatre, theatre nurse, operating room, scrub nurse, op pflege, op schwester,
    bloc opératoire, quirófano, scrub, perioperative, 手術室
paediatrics | kinderarzt, kinderärztin, paediatrician, pédiatre, pediatra, kinderkrankenschwester,
    kinderkrankenpfleger, kids nurse, children's nurse, kinderheilkunde, paediatric, pediatric,
    paediatrics, pediatrics, kinderkrankenpflege, pädiatrie, pédiatrie, pediatría, neonatal, nicu,
    小児科, kinderstation, kinderklinik
mental health | psychiatrist, psychiater, psychiaterin, psychiatric nurse, mental health nurse,
    mental health, psychiatric, psychiatry, psychiatrie, santé mentale, salud mental, 精神科,
    psychiatrische
geriatrics | geriatric, geriatrics, elderly care, altenpflege, geriatrie
dementia care | dementia, demenz
care homes | nursing home, care home, pflegeheim, ehpad, 介護施設, seniorenheim
oncology | oncology, onkologie, oncologie, oncología, cancer ward
chemotherapy | chemotherapy, chemo
surgical ward | surgical ward, surgical nurse, chirurgische station, chirurgie, cirugía, 外科
community nursing | district nurse, district nursing, community nurse, home visit, ambulante pflege,
    ambulanter pflegedienst, sozialstation, visiting nurse, 訪問看護
general practice | general practice, gp surgery, hausarzt, hausarztpraxis, médecine générale, gp,
    general practitioner
cardiology | kardiologe, kardiologin, cardiologue, cardiology, kardiologie, cardiologie,
    cardiologist, cardiología, 循環器
anaesthetics | anesthesia nurse, nurse anaesthetist, anästhesiepfleger, iade, anaesthetics,
    anaesthesia, anästhesie, anaesthetist, anesthesiologist, anesthésie, anestesia
dialysis | dialysis, dialyse
maternity | maternity, labour ward, delivery ward, kreißsaal, birth centre, home birth, geburten,
    maternité
wound care | wound care, wundmanagement, wundversorgung, wounds, pansements
triage | triage, manchester triage, trier ?notaufnahme
NMC registration | nmc, nmc pin, nmc registered
registered nurse | registered nurse, rn !react !native !ios !android !app !typescript !mobile,
    examinierte, examiniert, examen ?pflege ?pflegefachkraft ?notaufnahme ?station,
    registered general nurse, staatsexamen ?pflege, diplôme d'état ?infirmier ?infirmière, rgn, ide,
    看護師免許 | nursing
GMC registration | gmc, gmc registered
FRCEM | frcem, mrcem
MRCP | mrcp
FRCA | frca
Approbation | approbation
advanced life support | advanced life support, als ?nurse ?doctor ?acls ?paramedic, acls, atls
compounding | rezeptur, compounding medicines, extemporaneous
patient advice | beratung ?apotheke ?apotheker ?rezeptur ?pta ?approbation, patient counselling,
    medication advice
prescribing | independent prescriber, prescriber, prescribing
dispensing | dispensing, dispenses, dispensary
hospital pharmacy | hospital pharmacy, klinikapotheke, pharmacie hospitalière
manual therapy | manual therapy, manuelle therapie, thérapie manuelle
sports injuries | sports injuries, sports physio, sports rehab, sportphysiotherapie
neuro rehabilitation | neuro rehab, neurological rehabilitation, stroke rehab, stroke unit, bobath
MRI | mri, mrt, irm | radiography
CT | CT, ct scanner, ct scan, computed tomography | radiography
x-ray | x ray, röntgen, radiologie, radiology
ultrasound | ultrasound, sonography
small animals | small animal, kleintier, companion animal, cats and dogs
large animals | large animal, equine, cattle, großtier, dairy farm
CBT | cbt, cognitive behavioural, verhaltenstherapie
child therapy | child therapist, children with speech delay, child psychology, kindertherapie
medication | gives medication, medication rounds, medikamentengabe
night shifts | nachtdienste, nachtdienst, night duty, night shift, nachtschicht,
    nights ?shift ?shifts ?nurse ?ward ?alerts ?carer, nuits, 夜勤
infection control | infection control, hygiene officer, hygienefachkraft
"""

# Rival skills, of which a person usually has one. The name before the colon is for readers.
GROUPS = """
hospital unit: intensive care, emergency care, operating theatre, paediatrics, mental health,
    geriatrics, oncology, surgical ward, community nursing, general practice, cardiology,
    anaesthetics, dialysis, maternity
animals: small animals, large animals
"""

# Whoever has the first skill has the others.
IMPLIES = """
NMC registration: registered nurse
triage: emergency care
"""
