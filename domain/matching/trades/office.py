"""Titles and skills in finance, HR, law, purchasing and office work.

Commas separate synonyms, and semicolons separate groups of synonyms. "office ?runs ?ran" counts
only in a text that has "runs" or "ran", and "contract manager !sites" only in a text without
"sites". A phrase with a capital counts only with its capital. Signs such as "&" and "-" are written
as spaces. `domain.matching.trades` explains more.
"""

# What someone is: "name | titles". A star marks crafts whose title alone is strong evidence.
CRAFTS = """
accounting | accountant, accounting, financial accountant, buchhalter, finanzbuchhalter,
    buchhaltung, comptable, contable, general ledger accountant, 経理, 経理担当; senior accountant;
    bilanzbuchhalter; chartered accountant, aca, acca ?qualified ?month ?accounts ?audit,
    expert comptable, 会計士; management accountant; steuerfachangestellte, steuerfachangestellter
financial control | financial controller, controller !traffic !motor !game !document !credit !air,
    contrôleur de gestion, contrôleuse de gestion; finance manager, finance mgr, finance lead;
    finance director, cfo, director financiero, leiter finanzen, head of finance; group controller;
    finance business partner; controlling leiter
bookkeeping* | bookkeeper, accounts payable, accounts receivable, accounts assistant,
    accounts payable specialist, kreditorenbuchhalter, debitorenbuchhalter, accounts clerk,
    purchase ledger clerk, aide comptable, accounts payable clerk, accounts receivable clerk
payroll* | responsable paie, payroll lead, gestionnaire paie, payroll officer, payroll accountant,
    payroll coordinator, nóminas, sachbearbeiter lohn, entgeltabrechnung, lohnbuchhaltung, paie,
    payroll specialist, payroll manager, lohnbuchhalter, payroll administrator,
    gestionnaire de paie, entgeltabrechner, lohn und gehaltsbuchhalter, técnico de nóminas
credit control* | credit controller, debt collector, collections specialist
financial analysis | financial analyst, fp a analyst, investment analyst, equity analyst,
    finanzanalyst, analyste financier, analista financiero, treasury analyst, investment banker,
    credit analyst, m a analyst
audit* | auditor, internal auditor, external auditor, wirtschaftsprüfer, audit manager, auditeur,
    監査
tax | tax accountant, steuerfachangestellte, steuerfachangestellter, tax specialist, TP specialist,
    transfer pricing specialist, steuerexperte, tax adviser, tax advisor, tax manager,
    tax consultant, steuerberater, fiscaliste, asesor fiscal, 税理士
insurance | underwrites, insurance underwriter, underwriter, claims handler, insurance broker,
    claims adjuster, schadensachbearbeiter, versicherungskaufmann, versicherungskauffrau,
    courtier en assurance, loss adjuster, insurance agent
banking | bank teller, bankkaufmann, bankkauffrau, relationship manager ?bank, mortgage adviser,
    mortgage advisor, loan officer, bank clerk, financial adviser, financial advisor,
    wealth manager, private banker, bank operations
notarial work | notary, notar, notaire
investment | investment manager, portfolio manager, fund manager, asset manager
office clerk | industriekaufmann, industriekauffrau, kaufmännischer angestellter,
    kaufmännische angestellte, bürosachbearbeiter
compliance | compliance manager, compliance officer, grc, grc analyst, data protection officer,
    risk manager, grc manager, aml analyst, kyc analyst, geldwäschebeauftragter,
    datenschutzbeauftragter, information security officer, aml officer, privacy officer,
    fraud analyst, délégué à la protection des données
legal | arbeitsrechtler, arbeitsrechtlerin, fachanwalt, volljurist, strafrechtler, familienrechtler,
    lawyer, rechtsanwalt, avocat, abogado, advogado, attorney, 弁護士; solicitor; barrister;
    legal counsel, in house counsel, counsel, jurist, juriste, 法務, syndikusrechtsanwalt,
    unternehmensjurist; general counsel; privacy counsel; commercial counsel, commercial lawyer
paralegal* | paralegal, legal assistant, rechtsanwaltsfachangestellte, legal secretary,
    notarfachangestellte, assistant juridique
contract management | contract manager !sites !building !construction, contracts administrator
human resources | hr business partner, hrbp, people partner, hr partner, people business partner;
    hr manager, people manager, personalleiter, hr lead, responsable rh, drh, hr director,
    head of people; hr generalist, people generalist, hr all rounder, hr allrounder, generaliste rh,
    hr coordinator, people coordinator, personalreferent, personaler, chargé de ressources humaines,
    técnico de recursos humanos, hr officer; people operations, people ops,
    people operations manager; hr, human resources, 人事, rrhh; hr adviser, hr advisor;
    hr administrator
recruiting | exec search, recruiter, talent acquisition, talent partner, ta partner,
    talent acquisition partner, ta team, recruteur, reclutador, recruits, chargé de recrutement,
    採用担当, リクルーター; technical recruiter, tech recruiter, tech ta partner; sourcer;
    headhunter, personalberater; ta lead, talent acquisition manager, recruiting manager;
    personalvermittler, recruitment consultant
learning and development | l d, learning and development partner, learning partner,
    learning and development, l d manager, learning and development manager, corporate trainer,
    personalentwickler, training manager, learning designer, instructional designer, formateur,
    l d specialist, it trainer, sales trainer,
    trainer !personal !fitness !dog !horse !football !yoga
office management* | office ?runs ?ran !post !box, office manager, office administrator, büroleiter,
    office assistant, office coordinator, bürokaufmann, bürokauffrau, kaufmann für büromanagement,
    kauffrau für büromanagement, 総務, 事務
assistance* | assistenz der geschäftsleitung, executive assistant, personal assistant,
    assistenz der geschäftsführung, vorstandsassistenz, assistant de direction, secretary, sekretär,
    secrétaire, ea, virtual assistant, 秘書, management assistant, asistente de dirección,
    team assistant, teamassistenz
reception* | receptionist !hotel !spa !night, front desk !hotel, empfangsmitarbeiter,
    réceptionniste !hôtel, 受付
procurement | procurement manager, buyer, purchasing manager, einkäufer, acheteur, comprador,
    category manager, strategic buyer, procurement specialist, technical buyer, purchaser, 購買,
    sourcing manager, procurement officer
operations | ops lead, ops manager, operations manager, back office, operations specialist,
    operations lead, business operations, chief of staff, head of operations, coo,
    operations analyst, operations associate, betriebsleiter
facility management* | FM ?sites ?contractors ?buildings ?offices, facility manager,
    facilities manager, hausmeister, caretaker, gardien d'immeuble, janitor, hausverwalter,
    conserje, building manager
data entry | data entry clerk, data entry, sachbearbeiter
public administration | civil servant, verwaltungsfachangestellte, verwaltungsfachangestellter,
    policy officer, policy adviser, policy advisor, town planner, urban planner, stadtplaner
"""

# What someone can do: "name | phrases", or "name | phrases | craft" if only that craft has it.
SKILLS = """
transfer pricing | transfer pricing, TP ?tax ?pricing, verrechnungspreise | tax
KYC | kyc, know your customer | compliance
DPIAs | dpia, data protection impact assessment | compliance
leadership programmes | leadership programme, leadership program, leadership training,
    führungskräfteentwicklung | learning and development
facilitation | facilitation, facilitates, facilitator
requirements | requirements ?analyst ?ba ?process ?workshops ?user, requirements engineering,
    anforderungen, anforderungsanalyse
process mapping | process mapping, process map, bpmn, prozessmodellierung
insurance business | insurance, versicherung, assurance ?courtier ?sinistres
supplier contracts | supplier contract
purchasing of packaging | packaging ?buyer ?procurement ?purchasing
IFRS | ifrs | accounting
US GAAP | us gaap, gaap | accounting
HGB | hgb | accounting
DATEV | datev | accounting
Sage | Sage
Xero | xero
QuickBooks | quickbooks
NetSuite | netsuite
month-end close | month end close, month end, closes the books, close the books, monatsabschluss,
    monatsabschlusse, clôture mensuelle, cierre mensual, closing the books, 月次決算,
    monthly close | accounting
annual accounts | annual accounts, jahresabschluss, year end accounts, year end close,
    statutory accounts, 年次決算, cierre anual
group accounting | konzernrechnungswesen, konzernrechnungslegung, group accounting,
    consolidated accounts, konzernabschluss | accounting
consolidation | consolidation ?accounts ?group ?ifrs ?entities, konsolidierung
ACA/ACCA | acca, aca, chartered accountant, cima | accounting
CPA | cpa !ads !campaigns !google !ppc !marketing
accounts payable | accounts payable, kreditoren, purchase ledger, invoice processing,
    cuentas a pagar
accounts receivable | accounts receivable, debitoren, sales ledger
audit | audit ?external ?internal ?big ?accounts ?ifrs ?financial ?statutory, wirtschaftsprüfung
    | audit
Big Four | big four, big 4
tax | tax ?corporate ?big4 ?transfer ?vat ?cta ?adviser ?manager, corporate tax, tva
VAT | vat, umsatzsteuer
tax returns | tax return, steuererklärung
controlling | controlling, fp a, contrôle de gestion | financial control
budgeting | budgeting | financial control
financial modelling | financial modelling, financial modeling, financial model, excel model
valuation | valuation, dcf
treasury | treasury, cash management, liquiditätsplanung
payroll | payroll, gehaltsabrechnung, lohnabrechnung, entgeltabrechnung, datev lohn, nóminas,
    bulletins de paie, 給与計算 | payroll
credit control | credit control, debt collection, chases late invoice, chases invoice, mahnwesen,
    recouvrement
leading a finance team | finance team
underwriting | underwriting | insurance
claims | claims handling, insurance claim, schadenregulierung, sinistres | insurance
mortgages | mortgage, baufinanzierung, crédit immobilier
anti-money-laundering | anti money laundering, aml !leukemia !leukaemia !oncology, geldwäsche
    | compliance
risk management | risk management, risikomanagement
risk assessments | risk assessment
GDPR | gdpr, dsgvo, data protection, datenschutz, protection des données, rgpd, privacy
data processing agreements | data processing agreement, dpa !database
commercial law | commercial lawyer, commercial counsel, commercial law, handelsrecht,
    droit commercial | legal
commercial contracts | commercial contract, saas contract, saas agreement, software licensing,
    software license, vertragsrecht, contract law, msa, license agreement, contrats commerciaux,
    licence agreement, contratos mercantiles, software contract, drafts contracts | legal
employment law | arbeitsrechtler, arbeitsrechtlerin, prud'hommes, employment law, employment lawyer,
    employment solicitor, employment tribunal, labour law, labor law, arbeitsrecht,
    droit du travail, derecho laboral, 労働法
criminal law | criminal law, criminal lawyer, criminal solicitor, strafverteidiger, strafrecht,
    criminal defence, droit pénal
family law | familienrechtler, familienrechtlerin, mediation ?family, family law, family lawyer,
    family solicitor, familienrecht, divorce
property law | mietrecht, tenancy law, baurecht, property law, property lawyer, property solicitor,
    real estate law, conveyancing, immobilienrecht, commercial property, leases
intellectual property | intellectual property, ip lawyer, patent attorney, patentanwalt, patent,
    trademark, markenrecht
corporate law | corporate law, corporate lawyer, m a lawyer, gesellschaftsrecht,
    mergers and acquisitions, m a, droit des sociétés
litigation | litigation, contentieux, dispute resolution
qualified solicitor | qualified solicitor, solicitor, admitted solicitor
in-house | in house counsel, in house
employee relations | employee relations, er cases, relaciones laborales, labour relations,
    labor relations, relations sociales | human resources
works councils | betriebsräte, works council, betriebsrat, betriebsraten | human resources
grievances | grievances, disciplinary | human resources
performance management | performance management, performance review, mitarbeitergespräche
compensation and benefits | compensation and benefits, comp and ben, c b, rewards, job grading
onboarding employees | onboards new starters, employee onboarding, onboarding of new starters,
    onboarding days
organisational development | organisational development, organizational development, org design,
    change management, organisationsentwicklung
coaching managers | coaching managers, coaches managers, advises managers,
    advises engineering managers, coaches leaders
Workday | workday !split !long
sourcing candidates | active sourcing, headhunter,
    chasse ?recruteur ?recruteuse ?talents ?développeurs, candidate sourcing, boolean search,
    headhunting, finds devs, direct sourcing, direktansprache,
    sourcing ?candidates ?recruiter ?engineers ?linkedin ?developers ?talent ?recruiting,
    sources candidates, chasse de têtes | recruiting
applicant tracking | ats, applicant tracking | recruiting
Greenhouse | Greenhouse, greenhouse ?ats ?recruiter ?hiring | recruiting
Lever | Lever | recruiting
Personio | personio
Ashby | ashby | recruiting
Workable | Workable | recruiting
hiring engineers | chasse de développeurs, recruteur tech, recruteuse tech,
    for developers ?headhunter ?recruiter ?sourcer, for engineers ?headhunter ?recruiter ?sourcer,
    technical recruiting, tech recruiting, hires engineers, hired engineers, hires developers,
    engineering hiring, hired developers, hiring engineers, hiring developers, hired devs,
    hires devs, tech hiring | recruiting
engineering roles | tech role ?recruiter ?ta ?hiring ?sourcing, engineering role,
    technical role ?recruiter ?ta ?hiring | recruiting
full-cycle recruiting | full cycle, end to end recruiting, full cycle recruiting | recruiting
volume recruiting | volume recruiting, volume hiring, mass hiring | recruiting
executive search | exec search, c level search, executive search | recruiting
e-learning | e learning, elearning, lms, moodle
workshops | facilitates workshops, workshop facilitation
procurement | procurement, purchasing, einkauf, achats, 調達, compras | procurement
supplier negotiation | supplier negotiation, negotiates with suppliers, lieferantenverhandlung,
    supplier management
tenders | public tender, öffentliche ausschreibungen, appels d'offres
diary management | diary management, calendar management,
    calendar ?travel ?assistant ?ea ?board ?pa, terminplanung, manages diaries, manages calendars,
    gestion d'agenda
travel booking | travel ?calendar ?calendars ?assistant ?ea ?diaries, travel booking, books travel,
    reiseplanung, travel arrangements, travel management
minutes | minute taking, takes minutes, protokollführung
board meetings | board meeting, board paper, board pack
facilities | facilities, facility management, gebäudemanagement
Six Sigma | six sigma, lean six sigma
lean | lean management, kaizen
leading a team | team lead, teamlead, led a team, leads a team, lead a team, leading a team,
    led the team, ran a team, runs a team, ran the team, manages a team, managed a team,
    managing people, people management, teamleitung, teamleiter, leads people, led people,
    team geführt, teamführung, management d'équipe, chef d'équipe, team leader, direct report,
    personalführung, mitarbeiterführung, manages people, manages two people, jefe de equipo,
    encadrement d'équipe, leads team of
mentoring | mentoring, mentors, mentored, coaching juniors
"""

# Rival skills, of which a person usually has one. The name before the colon is for readers.
GROUPS = """
area of law: criminal law, family law, property law, intellectual property, employment law,
    commercial law, corporate law
"""

# Whoever has the first skill has the others.
IMPLIES = """
data processing agreements: GDPR, commercial contracts
Greenhouse: applicant tracking
Lever: applicant tracking
Ashby: applicant tracking
Workable: applicant tracking
"""

# People of the first craft may suit openings for the others, and the other way round.
NEAR = """
accounting: bookkeeping, financial control, audit
"""
