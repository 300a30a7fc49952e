"""Titles and skills in software: writing it, running it, testing it and securing it.

Commas separate synonyms. "windows ?admin ?server" counts only in a text that has "admin" or
"server", and "developer !property" only in a text without "property". A phrase with a capital, such
as "Go", counts only with its capital. Signs such as "/" are written as spaces: "ci cd" is "CI/CD".
`domain.matching.trades` explains more.
"""

# What someone is: "name | titles".
CRAFTS = """
software | エンジニア, software engineer, software developer, software engineering,
    developer !property !business !course !real, programmer, entwickler, softwareentwickler,
    développeur, desarrollador, desenvolvedor, full stack, fullstack, full stack developer,
    full stack engineer, fullstack developer, software architect, coder, dev, swe, software dev,
    web dev, programador, ingénieur logiciel, ingeniero de software, softwareingenieur,
    anwendungsentwickler, fachinformatiker, application developer, game developer,
    ソフトウェアエンジニア, プログラマー
backend | backend, back end, backend engineer, backend developer, backend dev, back end developer,
    back end engineer, server side, server side developer, api engineer, api developer,
    backendentwickler, backend entwickler, développeur backend, développeur back,
    desarrollador backend, バックエンドエンジニア
frontend | frontend, front end, frontend engineer, frontend developer, frontend dev,
    front end developer, front end engineer, web developer, webentwickler, ui engineer,
    ui developer, frontendentwickler, frontend entwickler, développeur front, développeur frontend,
    desarrollador frontend, フロントエンドエンジニア
mobile | mobile engineer, mobile developer, app developer, mobile dev, app entwickler,
    モバイルエンジニア
ios | ios engineer, ios developer, ios dev, ios architect, ios entwickler, desarrollador ios,
    développeur ios
android | android engineer, android developer, android dev, android entwickler,
    desarrollador android, développeur android
release management | release manager, build engineer, release engineer
it management | it manager, head of it, it leiter, it director, responsable informatique, cio
software architecture | enterprise architect, it architect
game design | game designer, level designer
reliability | sre, site reliability, site reliability engineer, devops, devops engineer,
    platform engineer, platform engineering, infrastructure engineer, cloud engineer,
    production engineer !factory !plant, ingénieur devops, cloud architect, インフラエンジニア
systems administration | windows admin, linux admin, windows administrator, vmware admin, sysadmin,
    system administrator, systems administrator, linux administrator, systemadministrator,
    administrateur système, administrador de sistemas, it administrator, network engineer,
    network administrator, netzwerkadministrator,
    systems engineer !heating !ventilation !hvac !space !satellite !mechanical,
    ネットワークエンジニア
it support | 1st level support, first level support, help desk technician, it support technician,
    2nd level support ?windows, desktop support technician,
    helpdesk ?okta ?laptops ?windows ?jamf ?macos ?passwords ?printers, it support,
    helpdesk technician, desktop support, it helpdesk, service desk analyst, service desk,
    it technician, it supporter, it betreuer, technicien informatique, técnico informático
database administration | database engineer, datenbankentwickler, dba, database administrator,
    datenbankadministrator
embedded | embedded engineer, firmware engineer, embedded software engineer, embedded developer,
    embedded software developer, firmware developer, embedded softwareentwickler,
    embedded entwickler, firmwareentwickler, embedded systems engineer, embedded dev,
    embedded c++ developer, embedded c developer, 組み込みエンジニア
security | security engineer, security analyst, appsec engineer, infosec engineer,
    application security engineer, soc analyst, blue team, security operations analyst,
    security operations, incident responder, threat hunter, security consultant,
    cyber security analyst, cybersecurity analyst, cybersecurity engineer, it security engineer,
    it sicherheitsexperte, information security analyst, detection engineer, セキュリティエンジニア,
    analista de ciberseguridad, analyste cybersécurité, analyste soc, security researcher
penetration testing | penetration tester, pentester, ethical hacker, red teamer, red team
quality assurance | qa engineer, test engineer !flight, tester, sdet,
    quality engineer ?software ?test, qa tester, software tester, qa analyst, test analyst, qa lead,
    test manager, test automation engineer, testautomatisierer, softwaretester, qa,
    qa automation engineer, testeur logiciel, testingenieur, qaエンジニア
engineering management | EM ?squads ?engineers ?teams ?squad ?reports, engineering manager,
    head of engineering, vp engineering, vp of engineering, development manager !business,
    director of engineering, cto, engineering lead, entwicklungsleiter, head of development,
    software development manager
"""

# What someone can do: "name | phrases", or "name | phrases | craft" if only that craft has it.
SKILLS = """
VMware | vmware, vsphere
Jira Service Management | jsm, tickets ?windows ?helpdesk ?support ?level
Pinia | pinia
CUDA | cuda
DAX | dax ?power ?bi ?sql
Argo CD | argocd, argo cd, argo ?gitops ?k8s ?kubernetes, gitops | reliability
Jamf | jamf | it support
Go | Go, golang | backend
Python | python, py, cpython
Java | java, jdk, java ee, jakarta ee | backend
Kotlin | kotlin
Scala | Scala
JavaScript | javascript, js, ecmascript, es6
TypeScript | typescript, ts
Node.js | node.js, nodejs, node js, Node, express.js, nestjs | backend
Ruby | Ruby
Rails | Rails, ruby on rails, ror | backend
PHP | php | backend
Laravel | laravel | backend
Symfony | symfony | backend
Rust | Rust
C++ | c++, cpp
C# | c#, csharp | backend
.NET | .net, dotnet, asp.net, .net core | backend
C | C | embedded
Elixir | elixir | backend
Erlang | erlang | backend
Swift | Swift | ios
SwiftUI | swiftui | ios
UIKit | uikit | ios
Objective-C | objective c, objc | ios
R | R
Perl | perl
Haskell | haskell
Clojure | clojure
COBOL | cobol
React | React, react.js, reactjs | frontend
Next.js | next.js, nextjs | frontend
React Native | react native | frontend
Vue | Vue, vue ?nuxt ?person ?dev ?developer ?pinia ?frontend, vue.js, vuejs | frontend
Nuxt | nuxt | frontend
Angular | angular, angularjs | frontend
RxJS | rxjs | frontend
Svelte | Svelte, sveltekit | frontend
CSS | css | frontend
Sass | sass, scss | frontend
Tailwind | tailwind | frontend
HTML | html, html5 | frontend
accessibility | accessibility, accessible, a11y, wcag, screen reader, barrierefreiheit,
    barrierefrei, accessibilité, accesibilidad
Storybook | storybook | frontend
component libraries | component library, component lib, accessible component, ui component
    | frontend
Django | django | backend
Flask | Flask | backend
FastAPI | fastapi | backend
Spring | spring boot, spring framework, spring cloud, Spring, springboot | backend
Hibernate | hibernate | backend
GraphQL | graphql, apollo graphql
REST APIs | rest api, restful, REST, restful api, rest apis, rest schnittstelle
gRPC | grpc | backend
Protobuf | protobuf | backend
microservices | microservice, service oriented, mikroservice | backend
distributed systems | distributed system, verteilte systeme, systèmes distribués | backend
event-driven systems | event driven | backend
PostgreSQL | postgresql, postgres, psql, pg
MySQL | mysql
MariaDB | mariadb
SQL | sql, t sql, pl sql
Oracle | oracle, oracle database
MongoDB | mongodb, mongo
Redis | redis
Elasticsearch | elasticsearch
OpenSearch | opensearch
ELK | elk
Kafka | kafka, apache kafka | backend
RabbitMQ | rabbitmq
Kubernetes | kubernetes, k8s | reliability
EKS | eks | reliability
GKE | gke | reliability
AKS | aks | reliability
OpenShift | openshift | reliability
Helm | Helm, helm chart | reliability
Docker | docker
Terraform | TF ?k8s ?aws ?gitops ?kubernetes ?devops, terraform, opentofu | reliability
infrastructure as code | infrastructure as code, iac | reliability
Pulumi | pulumi | reliability
Ansible | ansible | reliability
AWS | aws, amazon web services
EC2 | ec2
AWS Lambda | lambda functions, aws lambda
Azure | azure
Google Cloud | google cloud, gcp !clinical !nurse !trial !trials !study !monitor !pharma !ich
Linux | linux, unix
Debian | Debian
Ubuntu | Ubuntu
Windows Server | windows ?admin ?server ?vmware ?ad, windows server
Active Directory | active directory
CI/CD | ci cd, continuous integration, continuous delivery
GitHub Actions | github actions
Jenkins | jenkins
GitLab CI | gitlab ci
on-call | on call, oncall, pager, pagerduty, pager duty, rufbereitschaft, astreinte
incident response | incident response, incident management, incident commander, incident command
postmortems | postmortem, post mortem
observability | observability,
    monitoring ?prometheus ?grafana ?datadog ?logs ?tracing ?linux ?kubernetes, opentelemetry
Prometheus | prometheus
Grafana | grafana
Datadog | datadog
networking | network engineering, networking ?cisco ?linux ?bgp ?firewalls ?tcp
BGP | bgp
TCP/IP | tcp ip
Cisco | cisco
CCNA | ccna
CCNP | ccnp
performance | performance tuning, profiling, latency
test automation | test automation, automated testing, automated test, testautomatisierung
unit tests | unit test, tdd
Selenium | selenium
Playwright | playwright
Cypress | cypress
code review | code review
iOS | ios, iphone | ios
App Store | app store
Android | android | android
Jetpack Compose | jetpack compose, Compose | android
Flutter | flutter, dart | mobile
Xamarin | xamarin, maui | mobile
firmware | firmware | embedded
bare metal | bare metal | embedded
RTOS | rtos | embedded
FreeRTOS | freertos | embedded
Zephyr | zephyr | embedded
microcontrollers | microcontroller, mikrocontroller, mcu | embedded
STM32 | stm32 | embedded
Arduino | arduino | embedded
device drivers | device driver, bootloader, boot loader | embedded
AUTOSAR | autosar | embedded
CAN bus | can bus, canbus | embedded
application security | application security, appsec, web security, secure coding | security
OWASP | owasp | security
penetration testing | penetration testing, penetration test, pentest, pentesting, red teaming
    | penetration testing
OSCP | oscp | penetration testing
bug bounty | bug bounty
threat modelling | threat modelling, threat modeling, threat model | security
SIEM | siem, security information and event management | security
Splunk | splunk
Sentinel | Sentinel, microsoft sentinel
EDR | edr, endpoint detection | security
CrowdStrike | crowdstrike | security
phishing | phishing
malware analysis | malware analysis, malware | security
reverse engineering | reverse engineering | security
alert triage | triages alerts, alert triage, incident triage, triages incidents, triage of alerts,
    triage of incidents | security
cryptography | cryptography
PKI | pki
identity | iam
Okta | okta
OAuth | oauth, openid connect
SAML | saml
SSO | sso
ISO 27001 | iso 27001, iso27001
SOC 2 | soc 2, soc2
technical SEO | technical seo
Unity | Unity, unity engine, unity3d
Unreal | unreal engine, Unreal
blockchain | blockchain, smart contract, solidity, web3
SAP | sap
ABAP | abap
Salesforce | salesforce, sfdc
Apex | Apex
ServiceNow | servicenow
WordPress | wordpress
payments | payment, card acquiring, zahlungsverkehr, paiement, pagos, 決済
checkout | checkout
PSPs | psp
fintech | fintech
open banking | open banking
core banking | core banking
e-commerce | e commerce, ecommerce, webshop, online shop, onlinehandel
Shopify | shopify
manual testing | manual testing, manual test, manual test cases | quality assurance
test plans | test plan, test case | quality assurance
"""

# Rival skills, of which a person usually has one. The name before the colon is for readers.
GROUPS = """
programming language: Go, Java, Kotlin, Scala, Ruby, Rails, PHP, Laravel, Symfony, Rust, C++, C#,
    .NET, Elixir, Erlang, Python, Django, Flask, FastAPI, Node.js, JavaScript, Perl, COBOL, Haskell,
    Clojure, Swift, Objective-C, Spring, ABAP
frontend framework: React, Angular, Vue, Svelte
mobile platform: iOS, Android, Flutter, React Native
cloud: AWS, Azure, Google Cloud
"""

# The first skill is a kind of the others.
KINDS = """
OWASP: application security
Debian: Linux
Ubuntu: Linux
Shopify: e-commerce
STM32: microcontrollers
Arduino: microcontrollers
FreeRTOS: RTOS
Zephyr: RTOS
Sass: CSS
Tailwind: CSS
CCNA: Cisco
CCNP: Cisco
BGP: networking
TCP/IP: networking
CrowdStrike: EDR
GitHub Actions: CI/CD
Jenkins: CI/CD
GitLab CI: CI/CD
Pulumi: infrastructure as code
EC2: AWS
AWS Lambda: AWS
EKS: Kubernetes
GKE: Kubernetes
AKS: Kubernetes
OpenShift: Kubernetes
Helm: Kubernetes
"""

# Whoever has the first skill has the others.
IMPLIES = """
Django: Python
Flask: Python
FastAPI: Python
Rails: Ruby
Laravel: PHP
Symfony: PHP
.NET: C#
C#: .NET
Spring: Java
Hibernate: Java
PostgreSQL: SQL
MySQL: SQL
Oracle: SQL
React: JavaScript
Next.js: React
React Native: React
Vue: JavaScript
Nuxt: Vue
Angular: TypeScript
RxJS: Angular
TypeScript: JavaScript
Node.js: JavaScript
SwiftUI: Swift, iOS
UIKit: Swift, iOS
Swift: iOS
Objective-C: iOS
Jetpack Compose: Kotlin, Android
Kubernetes: Docker, Linux
Terraform: infrastructure as code
Prometheus: observability
Grafana: observability
Datadog: observability
Splunk: SIEM
Sentinel: SIEM
OSCP: penetration testing
penetration testing: application security
threat modelling: application security
postmortems: on-call
incident response: on-call
on-call: incident response
Selenium: test automation
Playwright: test automation
Cypress: test automation
alert triage: incident response
RTOS: firmware, microcontrollers
firmware: microcontrollers
microcontrollers: firmware
"""

# People of the first craft may suit openings for the others, and the other way round.
NEAR = """
software: backend, frontend, mobile, ios, android, embedded
backend: reliability, data engineering
mobile: ios, android
reliability: systems administration
systems administration: it support
security: penetration testing, backend
embedded: hardware
engineering management: software, backend, frontend, reliability
"""
