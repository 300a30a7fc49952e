"""The skills that we know by several names. An entry: as shown | other names | craft it hints.

A name with a capital among the other names is an ordinary word too, and counts in that form only,
or alone in a list (`matching_words.Vocabulary`). The list grows by a line; nothing else is needed.
"""

from __future__ import annotations

from domain.matching.words import entries

_TABLE = """
Go | Go, golang |
Python | python, py, cpython |
Java | java, jvm |
Kotlin | kotlin |
Scala | Scala |
JavaScript | javascript, js, ecmascript, es6 |
TypeScript | typescript, ts |
Node.js | node.js, nodejs, node js | backend
Ruby | ruby, Rails, ruby on rails, ror |
PHP | php, laravel, symfony | backend
Rust | Rust |
C++ | c++, cpp |
C# | c#, csharp, .net, dotnet, asp.net |
C | C | embedded
Elixir | elixir, erlang, phoenix liveview |
Swift | Swift | ios
SwiftUI | swiftui | ios
Objective-C | objective c, objc | ios
R | R |
Perl | perl |
Haskell | haskell |
Clojure | clojure |
React | React, react.js, reactjs, next.js, nextjs | frontend
React Native | react native | mobile
Vue | vue, vue.js, vuejs, nuxt | frontend
Angular | angular, angularjs | frontend
Svelte | Svelte, sveltekit | frontend
CSS | css, sass, scss, tailwind | frontend
HTML | html, html5 | frontend
accessibility | accessibility, a11y, wcag, screen reader, barrierefreiheit |
Storybook | storybook |
Django | django, Flask, fastapi | backend
Spring | spring boot, spring framework | backend
GraphQL | graphql, apollo graphql |
REST APIs | rest api, restful, rest |
gRPC | grpc, protobuf |
microservices | microservice, service oriented |
distributed systems | distributed system, verteilte systeme |
PostgreSQL | postgresql, postgres, psql, pg |
MySQL | mysql, mariadb |
SQL | sql, t sql, pl sql |
MongoDB | mongodb, mongo |
Redis | redis |
Elasticsearch | elasticsearch, opensearch, elk, lucene, solr |
Kafka | kafka, event streaming, rabbitmq, message queue |
Kubernetes | kubernetes, k8s, eks, gke, aks, helm chart, openshift |
Docker | docker, container, containers |
Terraform | terraform, pulumi, infrastructure as code, iac |
Ansible | ansible, Puppet, saltstack |
AWS | aws, amazon web services, ec2, lambda functions |
Azure | azure |
Google Cloud | gcp, google cloud |
Linux | linux, unix |
CI/CD | ci cd, ci, continuous integration, continuous delivery, github actions, jenkins, gitlab ci
    |
on-call | on call, oncall, pager, pagerduty, incident response, incident management, incident
    commander, incident, outage, postmortem, post mortem, rufbereitschaft |
observability | observability, prometheus, grafana, datadog, opentelemetry, monitoring |
networking | tcp ip, bgp, network engineering, cisco |
performance | performance tuning, profiling, latency |
testing | test automation, automated testing, tdd, unit test, selenium, playwright, cypress, tests
    everything |
code review | code review |
Airflow | airflow, dagster, prefect | data engineering
dbt | dbt, data build tool | data engineering
data pipelines | etl, elt, data pipeline, pipeline, datenpipeline, ingestion | data engineering
Spark | Spark, pyspark, databricks, hadoop, flink | data engineering
data warehouse | data warehouse, cloud warehouse, snowflake, bigquery, big query, bq, redshift,
    almacen de datos, almacenes de datos, data lake, lakehouse | data engineering
data modelling | data modelling, data modeling, dimensional modelling |
Tableau | tableau, looker, power bi, metabase, dashboard | analytics
statistics | statistics, statistik, statistiques, causal inference, bayesian | data science
experiments | experiment, a b test, ab test, experimentation, split test |
activation and retention | activation, retention, user onboarding, growth loops |
pandas | pandas, numpy |
machine learning | machine learning, ml, deep learning, neural network, apprentissage automatique
    | machine learning
PyTorch | pytorch, torch, tensorflow, keras, jax | machine learning
NLP | nlp, natural language processing, transformer, llm, large language model | machine learning
computer vision | computer vision, opencv, image recognition | machine learning
recommendations | recommendation, recommender, recommender system, recsys | machine learning
ranking | ranking, learning to rank, search relevance, information retrieval | machine learning
MLOps | mlops, model serving, kubeflow, mlflow | machine learning
iOS | ios, iphone, app store | ios
Android | android, jetpack compose | android
Flutter | flutter, dart | mobile
firmware | firmware, rtos, freertos, boot loader, bootloader, device driver, microcontroller,
    mikrocontroller, arduino, bare metal | embedded
hardware | pcb, oscilloscope, oszilloskop, brings up boards, brought up a board, electronics,
    elektronik, schematics, fpga, vhdl, verilog | embedded
application security | application security, appsec, web security, owasp, secure coding | security
penetration testing | penetration testing, penetration test, penetration tester, pentest,
    pentester, pentesting, red team, oscp, bug bounty, ethical hacking | security
threat modelling | threat modelling, threat modeling, threat model | security
cryptography | cryptography, pki |
identity | iam, sso, oauth, openid connect, saml |
ISO 27001 | iso 27001, soc 2, soc2 | compliance
Figma | figma, sketch app, adobe xd | product design
prototyping | prototype, prototyping, wireframe |
user research | user research, ux research, usability test, talks to users, user interview,
    interviews users, interviews with users, usability, nutzerforschung |
design systems | design system, component library |
interaction design | interaction design, information architecture | product design
Illustrator | illustrator, photoshop, indesign |
branding | branding, brand identity, logo |
roadmaps | roadmap, product discovery, product strategy, okr | product management
Scrum | scrum, kanban, agile, jira |
stakeholders | stakeholder management |
leading a team | led a team, leads a team, lead a team, leading a team, team lead, teamlead, led
    the team, ran a team, runs a team, ran the team, manages a team, managed a team, managing
    people, people management, people manager, engineering manager, teamleitung, teamleiter,
    teamleiterin, leads people, led people, supervisor, supervises, schichtleiter,
    schichtleiterin, schicht gefuhrt, leitet, leitete, team gefuhrt, chef d'equipe, coordenadora
    de equipa, coordenador de equipa, coordinator, team leader, direct report |
hiring | hires, hired, hiring, recruited people, built the team, built that team |
mentoring | mentor, mentoring, mentors, coaching, grew people |
enterprise sales | enterprise sales, enterprise deal, enterprise saas, enterprise software deal,
    big account, key account, large account, strategic account, grosskunde, grosskunden, grands
    comptes, b2b sales, deal, closes deals | sales
new business | new business, prospecting, cold calling, outbound, neukundengewinnung | sales
negotiation | negotiation, contract negotiation |
Salesforce | salesforce, sfdc |
CRM | crm, hubspot, pipedrive |
SaaS | saas |
Zendesk | zendesk, intercom, freshdesk, helpscout | support
customer support | customer support, customer service, helpdesk, help desk, kundendienst,
    kundenservice, service client, apoio ao cliente, atencion al cliente, support team | support
onboarding customers | customer onboarding, implementation project, renewal, churn | customer
    success
SEO | seo, search engine optimisation, search engine optimization, sem | marketing
content | content marketing, copywriting, newsletter, editorial | marketing
performance marketing | performance marketing, paid social, google ads, ppc, growth marketing |
    marketing
events | event management, trade show |
public relations | public relations, press relations, media relations |
IFRS | ifrs, us gaap, gaap |
HGB | hgb, datev | accounting
month-end close | month end close, month end, closes the books, close the books, monatsabschluss,
    cloture mensuelle, consolidation |
audit | audit, auditor, big four, wirtschaftsprufung |
ACA/ACCA | acca, aca, chartered accountant, cpa, steuerberater | accounting
tax | tax, vat, transfer pricing |
controlling | controlling, fp a, budgeting, forecasting | accounting
treasury | treasury, cash management |
payroll | payroll, gehaltsabrechnung, paie | human resources
benefits | compensation and benefits, comp and ben | human resources
employment law | employment law, labour law, arbeitsrecht |
contracts | contract law, commercial contract, nda | legal
privacy | privacy, gdpr, dsgvo, data protection, datenschutz, protection des donnees, dpa, data
    processing agreement |
sourcing | sourcing, headhunting, chasse, active sourcing, boolean search | recruiting
an ATS | ats, applicant tracking, greenhouse, Lever, workable, ashby, personio | recruiting
engineering hiring | technical recruiting, tech recruiting, hires engineers, hired engineers,
    hires developers, for engineering, for developers, engineering hiring | recruiting
procurement | procurement, purchasing, einkauf, achats |
shift work | shift, night shift, schicht, schichtleiter, nachtschicht |
forklift | forklift, forklift licence, stapler, staplerschein, gabelstapler |
warehousing | warehouse, lager, lagerlogistik, versand, versandzentrum, kommissionierung |
    logistics
supply chain | supply chain, logistics, logistik, inventory |
SAP | sap, s 4hana, abap |
payments | payment, checkout, psp, card acquiring, zahlungsverkehr |
banking | core banking, fintech, open banking |
e-commerce | e commerce, ecommerce, webshop, online shop, shopify |
healthcare | healthcare, hospital, medtech, clinical |
games | unity engine, unreal engine, game development |
blockchain | blockchain, smart contract, solidity, web3 |
technical writing | technical writing, api documentation, docs as code | technical writing
QA | qa, quality assurance, test plan, manual testing | quality assurance
"""

# Whoever knows the first knows the second, too, though it was not said: counted at half.
IMPLIES: dict[str, tuple[str, ...]] = {
    "Django": ("Python",),
    "PyTorch": ("Python", "machine learning"),
    "pandas": ("Python",),
    "Airflow": ("data pipelines", "Python"),
    "dbt": ("SQL", "data pipelines"),
    "Spark": ("data pipelines",),
    "data warehouse": ("SQL",),
    "PostgreSQL": ("SQL",),
    "MySQL": ("SQL",),
    "React": ("JavaScript",),
    "React Native": ("React",),
    "Vue": ("JavaScript",),
    "Angular": ("TypeScript",),
    "TypeScript": ("JavaScript",),
    "Node.js": ("JavaScript",),
    "SwiftUI": ("Swift", "iOS"),
    "Swift": ("iOS",),
    "Objective-C": ("iOS",),
    "Spring": ("Java",),
    "Kubernetes": ("Docker", "Linux"),
    "penetration testing": ("application security",),
    "threat modelling": ("application security",),
    "recommendations": ("machine learning",),
    "ranking": ("machine learning",),
    "NLP": ("machine learning",),
    "computer vision": ("machine learning",),
    "Salesforce": ("CRM",),
    "IFRS": ("audit",),
    "ACA/ACCA": ("audit",),
    "interaction design": ("prototyping",),
    "Figma": ("prototyping",),
    "Zendesk": ("customer support",),
}

LANGUAGES: dict[str, tuple[str, ...]] = {
    "English": ("english", "englisch", "anglais", "ingles"),
    "German": ("german", "deutsch", "allemand", "aleman"),
    "French": ("french", "franzosisch", "francais", "frances"),
    "Spanish": ("spanish", "spanisch", "espagnol", "espanol", "castellano"),
    "Portuguese": ("portuguese", "portugiesisch", "portugais", "portugues", "brazilian"),
    "Italian": ("italian", "italienisch", "italien", "italiano"),
    "Dutch": ("dutch", "niederlandisch", "nederlands"),
    "Polish": ("polish", "polnisch", "polski"),
    "Swedish": ("swedish", "schwedisch", "svenska"),
    "Danish": ("danish", "danisch", "dansk"),
    "Norwegian": ("norwegian", "norwegisch", "norsk"),
    "Finnish": ("finnish", "suomi"),
    "Czech": ("czech", "tschechisch"),
    "Turkish": ("turkish", "turkisch", "turkce"),
    "Arabic": ("arabic", "arabisch"),
    "Hebrew": ("hebrew",),
    "Hindi": ("hindi",),
    "Japanese": ("japanese", "japanisch", "日本語"),
    "Korean": ("korean",),
    "Mandarin": ("mandarin", "chinese", "chinesisch"),
    "Ukrainian": ("ukrainian",),
    "Russian": ("russian", "russisch"),
}


def _read() -> tuple[dict[str, tuple[str, ...]], dict[str, str]]:
    names, crafts = {}, {}
    for line in entries(_TABLE):
        label, others, craft = (part.strip() for part in line.split("|"))
        names[label] = tuple(name.strip() for name in others.split(","))
        if craft:
            crafts[label] = craft
    return names, crafts


SKILLS, HINTS = _read()
