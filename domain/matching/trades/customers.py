"""Titles and skills in sales, marketing, customer service and fundraising.

Commas separate synonyms, and semicolons separate groups of synonyms. "shop ?ran ?managed" counts
only in a text that has "ran" or "managed", and "commercial !lawyer" only in a text without
"lawyer". A phrase with a capital counts only with its capital. Signs such as "&" and "-" are
written as spaces. `domain.matching.trades` explains more.
"""

# What someone is: "name | titles". A star marks crafts whose title alone says enough.
CRAFTS = """
sales | account executive, ae, sales executive, seller, sells, sales rep, sales representative,
    salesperson, vertrieb, vertriebler, vertriebsmitarbeiter, vendeur b2b, ejecutivo de ventas,
    comercial, ventas, 営業, 法人営業, 営業担当,
    commercial !lawyer !law !property !solicitor !counsel !contracts !real !insurance !legal
    !cleaning !kitchen !driver !pilot !paper !litigation !vehicle,
    sales consultant, ingénieur commercial, technico commercial;
    KAM ?accounts ?chains ?negotiations ?retail ?negotiation ?kunden, key account manager,
    grands comptes, enterprise sales, closes big deals; sales manager, head of sales,
    sales director, vertriebsleiter, area sales manager, gebietsverkaufsleiter,
    responsable commercial, sales lead, commercial manager; field sales, außendienst,
    außendienstmitarbeiter; new business manager; medical rep, pharma rep, medical sales rep
sales development | sdr, bdr, sales development representative, business development representative,
    inside sales, telesales, sales development, lead generation specialist, books meetings
business development | channel partnerships, channel manager, channel sales,
    business development manager, business development, partnerships manager, partner manager,
    alliances manager
account management | chargé de clientèle, chargé de compte, account manager,
    customer account manager, bestandskundenbetreuer
sales operations | sales operations, revenue operations, sales ops, revops, sales operations manager
shop sales* | sales assistant, shop assistant, retail assistant, verkäufer, vendeur, vendedor,
    dependiente, cashier, kassierer, einzelhandelskaufmann, einzelhandelskauffrau, store associate,
    sales associate, retail associate, caissier, cajero, conseiller de vente, 販売員, 店員
shop management* | shop ?ran ?managed !coffee !barber, store ?ran ?managed !data, store manager,
    shop manager, filialleiter, retail manager, marktleiter, responsable de magasin,
    encargado de tienda, responsable de tienda, branch manager !bank, boutique manager, 店長;
    assistant store manager; visual merchandiser
presales | solutions engineer, sales engineer, presales, pre sales, presales engineer,
    presales consultant, solution engineer, solutions consultant, solution consultant,
    solutions architect, solution architect, demo engineer, technical sales, プリセールス
crm administration | salesforce administrator, salesforce admin, salesforce developer,
    crm administrator, salesforce consultant, crm consultant
it consulting | it consultant, sap consultant, sap berater, erp consultant,
    implementation consultant, technical consultant, consultant sap, berater sap, consultor sap,
    abap developer, abap entwickler
consulting | management consultant, strategy consultant, unternehmensberater,
    consultant en stratégie
customer success | customer success, customer success manager, csm, customer success lead,
    onboarding manager, onboarding specialist, implementation manager, client success manager,
    カスタマーサクセス
support | support engineer, technical support engineer, technical support, support eng;
    customer support, support agent, support specialist, customer service, customer service agent,
    customer service representative, kundendienst, kundenservice, kundenberater, apoio ao cliente,
    service client, atención al cliente, support team, customer support specialist,
    conseiller clientèle, カスタマーサポート; support lead; call centre agent, call center agent,
    téléconseiller, teleoperador
e-commerce | e commerce manager, ecommerce manager, online shop manager
bid management | bid manager, bid writer, proposal manager, tender manager
marketing | marketing manager, marketer, marketing, marketing executive, marketingmanager,
    responsable marketing, chargé de marketing, マーケティング, マーケター, marketing lead,
    head of marketing; content marketer; brand manager; product marketing manager, product marketer,
    PMM; marketing coordinator; email marketer, email marketing, email marketing manager,
    crm marketing, crm manager; campaign manager; field marketer
performance marketing | growth manager, growth marketer, growth marketing, growth marketing manager;
    performance marketing, performance marketer, paid media manager, ppc specialist, ppc manager,
    sea manager, performance marketing manager, paid social manager, paid search specialist,
    traffic manager
seo | seo manager, seo specialist, seo consultant, seo lead
content | content manager, copywriter, content writer, content strategist, werbetexter, texter,
    concepteur rédacteur, redactor, ux writer, content designer, コピーライター
social media | social media manager, community manager, social media, content creator
communications | internal comms, comms manager, comms lead, corporate communications,
    unternehmenskommunikation, pr manager, communications manager, press officer, pr,
    pressesprecher, kommunikationsmanager, public relations manager, attaché de presse,
    communications officer, internal communications manager, head of communications,
    chargé de communication, 広報
events* | conferences ?organises ?organizes ?organised, event manager, events manager,
    event planner, eventmanager, conference organiser, wedding planner, chef de projet événementiel,
    organizador de eventos, events coordinator, event coordinator
fundraising | grant writer, grants officer ?ngo ?ngos ?charity, fundraising officer,
    fundraising lead, fundraiser, fundraising manager, grants manager, major gifts officer
"""

# What someone can do: "name | phrases", or "name | phrases | craft" if only that craft has it.
SKILLS = """
grant writing | grant writing, grant writer, grant applications, writes grants,
    fördermittelanträge | fundraising
EU funds | eu funds, eu funding, horizon ?eu ?grants ?research ?grant, fördermittel,
    fonds européens | fundraising
NGOs | ngo, non profit, nonprofit, charity, charities
resellers | reseller, channel partner, wiederverkäufer
Instagram | instagram, insta, reels | social media
TikTok | tiktok | social media
short video | short video, short form video, reels ?edits ?video
QBRs | qbr, business review
enterprise sales | enterprise saas, enterprise sales, enterprise deal, enterprise software deal
    | sales
key accounts | key account, big account, large account, strategic account, großkunden, großkunde,
    grands comptes, grandes cuentas, 大手企業 | sales
large deals | big deal, six figure deal, closes big deals | sales
closing deals | closes deals | sales
B2B sales | b2b sales, b2b vertrieb, 法人営業, ventas b2b | sales
new business | new business, prospecting, cold calling, cold call, outbound, neukundengewinnung,
    kaltakquise, prospection, 新規開拓 | sales
negotiation | negotiation, contract negotiation, negotiates contracts, verhandlung, négociation
quota | quota, over quota, hits quota | sales
field sales | field sales, außendienst
CRM | crm !pilot !cockpit !captain !aviation
HubSpot | hubspot
Pipedrive | pipedrive
MEDDIC | meddic, meddpicc
sales forecasts | sales forecast
demos | demo ?presales ?solutions ?solution ?sales ?customers ?apis ?pocs ?proofs ?rfps,
    product demo | presales
proofs of concept | proof of concept, proofs of concept, poc | presales
RFPs | rfp, request for proposal, tender ?bid ?presales ?construction ?quotes ?rfps ?proposals,
    ausschreibung
integrations | integration ?presales ?solution ?solutions ?apis ?customers ?erp
API | apis, api !pharma !gmp !synthesis !tablets
Zendesk | zendesk
Intercom | intercom
tickets | ticket queue, ticketing
customer support | customer support, customer service, helpdesk, help desk, kundendienst,
    kundenservice, service client, apoio ao cliente, atención al cliente, カスタマーサポート
    | support
call centre | call centre, call center
technical support | technical support, l2 support, second level support, 2nd level support,
    l3 support | support
onboarding customers | customer onboarding, onboards customers, onboards saas customers,
    onboarding customers, onboarding de clients, client onboarding, onboarding de clients saas,
    kunden onboarding, onboards clients, onboarding clients | customer success
renewals | renewal, renouvellement, vertragsverlängerung, renovaciones
churn | churn, reduced churn
upselling | upsell, upselling, cross selling
NPS | nps
SEO | seo, search engine optimisation, search engine optimization | seo
SEA | sea ?google ?ads ?seo, paid search, ppc, sem
content marketing | content marketing, blog | marketing
copywriting | copywriting, texten
newsletters | newsletter, email marketing, email campaign, e mail marketing
performance marketing | performance marketing | performance marketing
growth marketing | growth marketing | performance marketing
paid social | paid social | performance marketing
Meta ads | meta ads, facebook ads, instagram ads, meta ?google ?ads, fb ?ads ?google
    | performance marketing
LinkedIn ads | linkedin ads | performance marketing
TikTok ads | tiktok ads | performance marketing
Google Ads | google ads, adwords, ads ?google ?meta | performance marketing
conversion optimisation | cro !clinical !pharma !trials, conversion rate optimisation,
    conversion optimisation | performance marketing
landing pages | landing page, landing page test, landing page experiment | performance marketing
Google Analytics | google analytics, ga4
marketing automation | marketing automation
Marketo | marketo
Klaviyo | klaviyo
Braze | braze
brand | brand campaign, brand management, branding ?marketing
product marketing | product marketing, go to market, positioning
social media | social media, réseaux sociaux, redes sociales, SNS
influencers | influencer
events | event management
trade shows | trade show, messen, salons
conferences | conference ?event ?events ?organises ?organiser ?planner
public relations | public relations, press relations, media relations, pressearbeit,
    relations presse
press releases | press release
crisis communications | crisis communication, crisis comms
fundraising | fundraising, major donor
merchandising | visual merchandising, merchandising
point of sale | till, cash register, kasse, caisse, pos ?retail ?shop ?store
stock taking | stock taking, inventur, stocktake
retail | retail, einzelhandel, commerce de détail, tienda, tiendas
fashion retail | fashion retail, clothes shop, boutique
"""

# The first skill is a kind of the second: whoever wants paid social is glad of Meta ads.
KINDS = """
Marketo: marketing automation
Klaviyo: marketing automation
Braze: marketing automation
Meta ads: paid social
LinkedIn ads: paid social
TikTok ads: paid social
"""

# Whoever has the first skill has the second. Salesforce is listed with the software skills.
IMPLIES = """
Salesforce: CRM
HubSpot: CRM
Pipedrive: CRM
Zendesk: customer support
Intercom: customer support
"""

# People of the first craft may suit openings for the others, and the other way round.
NEAR = """
sales: account management, business development
marketing: performance marketing, content, seo, social media
customer success: account management, support
crm administration: it consulting
"""
