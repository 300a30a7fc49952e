"""Titles and skills in schools, child care, social work, sports and public safety.

Commas separate synonyms, and semicolons separate groups of synonyms. "educator ?school ?pupils"
counts only in a text that has "school" or "pupils", and "nursery !plants" only in a text without
"plants". A phrase with a capital counts only with its capital. `domain.matching.trades` explains
more.
"""

# What someone is: "name | titles". A star marks crafts whose title alone is strong evidence.
CRAFTS = """
teaching | instit, institutrice, instituteur, maîtresse, prof des écoles, professeur des écoles,
    prof de collège, prof de lycée, prof de maths, seño, maestra, profe, schoolteacher, pädagoge,
    educator ?school ?pupils, teacher, lehrer, lehrkraft, professeur, enseignant, profesor, maestro,
    docente, teaches, school teacher, 教師, 教員, 先生, prof ?lycée ?collège ?maths ?école;
    secondary school teacher, gymnasiallehrer, studienrat; maths teacher; physics teacher;
    science teacher; english teacher; primary school teacher, primary teacher, grundschullehrer;
    language teacher; history teacher; music teacher; pe teacher; art teacher;
    special needs teacher; chemistry teacher; biology teacher; geography teacher;
    head of department ?school ?maths ?teacher ?teaching ?science ?secondary; deputy head,
    head teacher, schulleiter
teaching assistance | teaching assistant, classroom assistant, school assistant, schulbegleiter,
    aesh, learning support assistant, sna
lecturing | lecturer, professor ?university, dozent, maître de conférences, university lecturer,
    講師
tutoring | tutor, nachhilfelehrer, private tutor
childcare* | nursery nurse, early years teacher, early years educator, early childhood educator,
    early years practitioner, educatrice de jeunes enfants, éducateur de jeunes enfants,
    educador infantil, erzieher, kindergarten teacher, preschool teacher, nursery teacher, 保育士;
    kinderpfleger; childminder, nanny, au pair; puéricultrice; nursery manager, kita leitung
social work | SW ?protection ?court ?families ?children, social worker, sozialarbeiter,
    assistant social, assistante sociale, trabajador social, ソーシャルワーカー; sozialpädagoge,
    éducateur spécialisé; youth worker, jugendarbeiter, streetworker, jugendzentrum,
    offene jugendarbeit; case worker; family support worker; child protection social worker
school support | lab technician ?school ?practicals, school secretary, school administrator
library work* | librarian, bibliothekar, bibliothécaire, bibliotecario, library assistant,
    archivist, 司書
museum work* | curator, museum guide, kurator, conservator
coaching sports | football coach, swimming instructor, swimming teacher, tennis coach,
    ski instructor, schwimmlehrer, lifeguard, bademeister, sports coach
driving instruction | driving instructor, fahrlehrer
police and army | police officer, soldier, polizist, polizeibeamter, policier, gendarme,
    bundeswehrsoldat
careers | careers adviser, careers advisor, school counsellor, student advisor
"""

# What someone can do: "name | phrases", or "name | phrases | craft" if only that craft has it.
SKILLS = """
secondary school | collège, secundaria, mittelschule, oberschule, secondary school, post primary,
    secondary, gymnasium, realschule, high school, sekundarstufe, instituto ?profesor ?profesora,
    key stage 4, ks4, eso ?profesor ?profesora ?secundaria, 高校, 中学
A level | a level, oberstufe
GCSE | gcse
Leaving Cert | leaving cert
Abitur | abitur
lycée | lycée
primary school | cm1, cm2, ce1, ce2, instit, institutrice, grundschüler, volksschule,
    infantil y primaria, primary school, primary, grundschule, grundschullehrer, elementary school,
    école primaire, professeur des écoles, primaria, 小学校, 4th class, year 2, year 4
KS2 | key stage 2, ks2
KS1 | ks1
early years | early years, nursery !plants !garden, kindergarten, kita, krippe, preschool, crèche,
    maternelle, 保育園, guardería, reception class
EYFS | eyfs
Montessori nursery | montessori nursery
special needs | dys ?école ?instit ?cm1, dyslexie, dyslexia, lernschwierigkeiten, special needs,
    sen, senco, sonderpädagogik, förderschule, special education, autism, inclusion, autistic
maths | maths, math, mathematics, mathe, mathematik, mathématiques, matemáticas, 数学, mathelehrer
physics | physics, physik, physique ?lycée ?prof ?professeur, física, 物理
chemistry | chemistry, chemie, chimie, química
biology | biology teacher, biologielehrer, svt, biology, biologie, biología
English as a subject | english teacher, english literature, teaches english, englischlehrer,
    english lit, tefl, celta, esl, efl, 英語教師
history as a subject | history teacher, teaches history, geschichtslehrer, histoire géo
French as a subject | french teacher, teaches french, französischlehrer
German as a foreign language | daf, deutsch als fremdsprache, german as a foreign language, daz,
    deutsch als zweitsprache
computing as a subject | computing teacher, teaches computing, teaches computer science,
    informatiklehrer, computer science teacher
music as a subject | music teacher, teaches music, musiklehrer
sport as a subject | pe teacher, teaches pe, sportlehrer
geography as a subject | geography teacher, teaches geography
QTS | qts, pgce
registered teacher | registered teacher, teaching council, registered ?teacher ?school ?maths,
    teaching licence
classroom management | classroom management, behaviour management
lesson planning | lesson planning, lesson plan, curriculum
safeguarding | safeguarding, kinderschutz, child protection, protection de l'enfance
paediatric first aid | paediatric first aid, pediatric first aid
first aid | first aid, erste hilfe
youth work | youth work, jugendarbeit, jugendhilfe, foster care, young people in care
homelessness | homeless, homelessness, obdachlos, wohnungslosenhilfe, rough sleepers
addiction counselling | addiction, suchtberatung, substance misuse, recovery service
refugee work | refugee, flüchtlingshilfe, asylum seekers, réfugiés
Montessori | montessori
cataloguing | cataloguing, cataloging
swimming | swimming, schwimmen
"""

# Rival skills, of which a person usually has one. The name before the colon is for readers.
GROUPS = """
school: secondary school, primary school, early years
subject: maths, physics, chemistry, biology, English as a subject, history as a subject,
    French as a subject, German as a foreign language, computing as a subject, music as a subject,
    sport as a subject, geography as a subject
"""

# The first skill is a kind of the others.
KINDS = """
EYFS: early years
Montessori nursery: early years
KS2: primary school
KS1: primary school
A level: secondary school
GCSE: secondary school
Leaving Cert: secondary school
Abitur: secondary school
lycée: secondary school
"""
