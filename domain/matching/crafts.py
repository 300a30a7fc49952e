"""Crafts: what somebody is, by the names that titles give it, and which crafts are neighbours.

An opening for one craft is not told about a person of a craft that is no neighbour, whatever words
the two share: who hires Kubernetes teams is no Kubernetes engineer.
"""

from __future__ import annotations

from domain.matching.words import entries

MANAGEMENT = "engineering management"

_TABLE = """
software | software engineer, software developer, software engineering, developer, programmer,
    engineer, entwickler, entwicklerin, softwareentwickler, softwareentwicklerin, developpeur,
    developpeuse, desarrollador, desarrolladora, desenvolvedor, full stack, fullstack, software
    architect, coder
backend | backend, back end, backend engineer, backend developer, server side, api engineer
frontend | frontend, front end, frontend engineer, frontend developer, web developer,
    webentwickler, ui engineer
mobile | mobile engineer, mobile developer, app developer
ios | ios engineer, ios developer, ios dev, ios architect
android | android engineer, android developer, android dev
reliability | sre, site reliability, site reliability engineer, devops, devops engineer, platform
    engineer, infrastructure engineer, cloud engineer, production engineer, sysadmin, system
    administrator, systemadministrator
embedded | embedded, embedded engineer, firmware engineer, hardware engineer, electronics
    engineer, firmware, embedded software engineer, embedded developer
data engineering | data engineer, data engineering, analytics engineer, etl developer,
    dateningenieur, ingeniera de datos, ingeniero de datos, ingenieur de donnees, data platform
    engineer
analytics | data analyst, business analyst, bi analyst, product analyst, datenanalyst, analyst
data science | data scientist, data science, statistician, quantitative researcher
machine learning | machine learning engineer, ml engineer, nlp engineer, ai engineer, research
    engineer, mlops engineer, deep learning engineer
security | security engineer, security analyst, appsec, pentester, penetration tester, security
    researcher, infosec engineer, application security engineer
compliance | compliance manager, compliance officer, risk manager, grc, data protection officer,
    auditor
quality assurance | qa engineer, test engineer, tester, sdet, quality engineer
engineering management | engineering manager, head of engineering, vp engineering, vp of
    engineering, development manager, director of engineering, cto, tech lead manager, engineering
    lead, entwicklungsleiter
product management | product manager, pm, product management, growth product manager, product
    owner, produktmanager, chef de produit, head of product
project management | project manager, programme manager, program manager, projektleiter,
    projektmanager, chef de projet, scrum master, delivery manager
product design | product designer, ux designer, ui designer, ux ui designer, interaction designer,
    ui ux designer, head of design, design lead, produktdesigner, ux
user research | ux researcher, user researcher
graphic design | graphic designer, illustrator artist, brand designer, grafikdesigner, motion
    designer, art director
technical writing | technical writer, documentation engineer
sales | account executive, sells, seller, salesman, saleswoman, verkaufer, verkauferin, vendeur,
    vendeuse, ae, sales manager, sales executive, sales representative, salesperson, business
    development, account manager, key account manager, vertrieb, vertriebler, commercial, sdr,
    bdr, head of sales, sales director, sales rep, inside sales
presales | solutions engineer, sales engineer, presales, pre sales, solution architect, solutions
    architect, sales consultant
crm administration | salesforce administrator, salesforce admin, salesforce developer, crm
    administrator, crm manager
customer success | customer success, customer success manager, csm
support | support engineer, customer support, support agent, support lead, support specialist,
    helpdesk, help desk, customer service, support team, kundendienst, kundenservice, apoio ao
    cliente, service client, atencion al cliente
marketing | marketing manager, marketer, growth marketer, content marketer, seo manager, head of
    marketing, brand manager, social media manager, marketing, copywriter
communications | pr manager, communications manager, journalist, press officer
accounting | accountant, bookkeeper, accounting, financial controller, controller, finance
    manager, accounts payable, accounts receivable, buchhalter, buchhalterin, buchhaltung,
    comptable, contable, contador, finance director, financial analyst, cfo, chartered accountant
legal | lawyer, privacy counsel, in house counsel, rechtsanwalt, rechtsanwaltin, avocate, abogado,
    abogada, advogado, advogada, legal counsel, counsel, paralegal, jurist, juristin, avocat,
    attorney
human resources | hr generalist, hr manager, hr business partner, people partner, people
    operations, hr, personalreferent, personalreferentin, payroll specialist, office manager
recruiting | recruiter, technical recruiter, talent acquisition, talent partner, sourcer,
    headhunter, ta partner, ta lead, ta team, recruteur, recruteuse, personalvermittler,
    reclutador, reclutadora, talent acquisition partner
training | trainer, teacher, instructor, learning and development, lehrer, lehrerin
operations | operations manager, bank operations, back office, supply chain manager, logistics
    manager, operations specialist, operations lead
logistics | warehouse worker, warehouse supervisor, warehouse manager, shift lead, shift leader,
    shift supervisor, schichtleiter, schichtleiterin, lagerist, lageristin, lagerleiter,
    lagerleiterin, fachkraft fur lagerlogistik, forklift driver, dispatcher
driving | bus driver, truck driver, driver, busfahrer, busfahrerin, fahrer, fahrerin, lkw fahrer
construction | construction engineer, construction engineering, civil engineer, civil engineering,
    architect of buildings, bauingenieur, bauleiter
mechanical | mechanical engineer, electrical engineer, process engineer, maschinenbauer,
    manufacturing engineer
health | nurse, doctor, physician, pharmacist, krankenschwester
"""

_NEAR = """
software: backend frontend mobile ios android reliability embedded data engineering
backend: software reliability data engineering security
frontend: software mobile
mobile: ios android frontend
reliability: backend software security
data engineering: analytics backend software machine learning data science
analytics: data science
data science: machine learning
machine learning: data science data engineering software backend
security: backend reliability software
quality assurance: software
product design: user research
sales: customer success
customer success: support
recruiting: human resources
marketing: communications
product management: project management
engineering management: software backend frontend mobile reliability data engineering machine
    learning
"""


def _read() -> dict[str, tuple[str, ...]]:
    crafts = {}
    for line in entries(_TABLE):
        name, titles = (part.strip() for part in line.split("|"))
        crafts[name] = tuple(title.strip() for title in titles.split(","))
    return crafts


def _neighbours(names: frozenset[str]) -> dict[str, frozenset[str]]:
    near: dict[str, set[str]] = {name: set() for name in names}
    for line in entries(_NEAR):
        name, _, others = line.partition(":")
        rest = f" {others.strip()} "
        for other in sorted(names, key=len, reverse=True):
            if f" {other} " in rest:
                rest = rest.replace(f" {other} ", "  ")
                near[name].add(other)
                near[other].add(name)
    return {name: frozenset(others) for name, others in near.items()}


CRAFTS = _read()
NEAR = _neighbours(frozenset(CRAFTS))
