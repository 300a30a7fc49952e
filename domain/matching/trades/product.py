"""Titles and skills in product and project management, design, writing and media.

Commas separate synonyms, and semicolons separate groups of synonyms. "interiors ?designer
?restaurants" counts only in a text that has "designer" or "restaurants", and "illustrator !figma"
only in a text without "figma". A phrase with a capital counts only with its capital. Signs such as
"&" and "-" are written as spaces. `domain.matching.trades` explains more.
"""

# What someone is: "name | titles". A star marks crafts whose title alone says enough.
CRAFTS = """
product management | product manager, product management, growth product manager, product owner,
    produktmanager, chef de produit, head of product, product lead, gerente de producto,
    technical product manager, プロダクトマネージャー,
    pm !prince2 !rollout !programme !gantt !pmp !sites !construction !clock
project management | project manager, programme manager, program manager, projektleiter,
    projektmanager, chef de projet, delivery manager, technical project manager, jefe de proyecto,
    gestor de proyectos, projektleitung, プロジェクトマネージャー, pmo,
    pm ?prince2 ?rollout ?programme ?gantt ?pmp ?sites
agile coaching | scrum master, agile coach
product design | デザイナー ?figma ?ui ?ux ?アプリ, product designer, digital designer,
    diseñador de producto, designer produit, produktdesigner, designs apps, designs app,
    プロダクトデザイナー; ux designer, ui ux designer, ux ui designer, ux, ui ux, ux ui,
    designer ux, diseñador ux, uxデザイナー; ui designer, uiデザイナー; interaction designer;
    service designer; head of design, design lead
user research* | mixed methods researcher, usability researcher, ux researcher, user researcher,
    design researcher, ux research, user research lead, runs usability tests, uxリサーチャー
graphic design | graphic designer, grafikdesigner, mediengestalter, graphiste, diseñador gráfico,
    グラフィックデザイナー, layouter, visual designer; illustrator !figma; brand designer;
    motion designer; art director, creative director; web designer, webdesigner; packaging designer
industrial design | industrial designer, industriedesigner, 3d artist
interior design* | innenarchitektin, interiors ?designer ?restaurants ?materials, interior designer,
    interior architect, innenarchitekt, architecte d'intérieur, diseñador de interiores,
    exhibition designer, stage designer
fashion | knitwear designer, knitwear design, fashion design, modedesign, fashion designer,
    pattern maker, modedesigner, tailor, seamstress, schneider, couturier, costurera, patronista
animation | animator, 3d animator, 2d animator
acting | actor, actress, schauspieler, comédien
photography | video producer, videographer, products ?shoots, weddings ?shoots ?photographs,
    photographer, fotograf, photographe, fotógrafo, カメラマン; product photographer;
    camera operator; video editor, film editor, cutter
technical writing* | technical writer, tech writer, documentation engineer, technischer redakteur,
    documentation specialist, rédacteur technique, redactor técnico, technical author,
    テクニカルライター
journalism | copy editor, sub editor, lektor, journalist, reporter, redakteur, editor !video !film,
    journaliste, periodista, news editor, 記者, 編集者
translation | translator, interpreter, übersetzer, dolmetscher, traducteur, traductor, interprète,
    intérprete, localisation manager, localization manager, 翻訳者, 通訳
sound | sound engineer, audio engineer, tontechniker, ingénieur du son, sound technician
stage work | lighting technician, stage technician, stage manager, veranstaltungstechniker
music | musician, music teacher, pianist, violinist, musiker
"""

# What someone can do: "name | phrases", or "name | phrases | craft" if only that craft has it.
SKILLS = """
product photography | product shot, product photography, products ?shoots ?photographs ?studio,
    packshots | photography
studio light | studio light, studio lighting, own studio ?shoots ?photographer ?portraits
Figma | figma | product design
Sketch | sketch app
Adobe XD | adobe xd
prototyping | prototype ?figma ?ux ?design ?designer ?users, prototyping, click dummy
wireframes | wireframe
user research | user research, ux research, nutzerforschung, talks to users, ユーザーリサーチ
    | user research
usability testing | usability test, usability testing, runs usability tests, usability
user interviews | user interview, interviews users, interviews with users,
    interview ?research ?researcher ?usability ?diary, nutzerinterviews
diary studies | diary study, diary studies, tagebuchstudie
field studies | field study, field studies, ethnography, ethnographic research, contextual inquiry,
    field research
surveys | survey, umfragen
design systems | design system
interaction design | interaction design | product design
information architecture | information architecture | product design
Illustrator | adobe illustrator, Illustrator
Photoshop | photoshop
InDesign | indesign
After Effects | after effects
Premiere | premiere pro, Premiere
DaVinci Resolve | davinci resolve, davinci
branding | branding, brand identity | graphic design
logos | logo | graphic design
brand books | brand book | graphic design
packaging | packaging design, packaging
typography | typography
motion graphics | motion graphic, motion design, animation
roadmaps | roadmap, product strategy | product management
product discovery | product discovery, discovery ?product ?merchants ?users ?customers ?pm
    | product management
OKRs | okr
user stories | user story
backlogs | backlog
Scrum | scrum
Kanban | kanban
agile | agile
Jira | jira
PRINCE2 | prince2 | project management
PMP | pmp
stakeholder management | stakeholder management, stakeholders
B2B | b2b
SaaS | saas
PSD2 | psd2
API documentation | api documentation, api reference, api refs, docs as code, api docs
    | technical writing
DITA | dita | technical writing
release notes | release note
technical writing | technical writing, technische dokumentation | technical writing
editing | copy editing, copyediting, proofreading, lektorat
investigative reporting | investigative, fact checking
CAT tools | cat tool | translation
Trados | trados | translation
memoQ | memoq | translation
localisation | localisation, localization, lokalisierung
subtitling | subtitling, subtitles, untertitel
simultaneous interpreting | simultaneous interpreting, simultandolmetschen
Pro Tools | pro tools
live sound | live sound, foh
photo editing | lightroom, photo editing, retouching
pattern making | pattern making, pattern cutting, schnittkonstruktion
"""

# The first skill is a kind of the second: whoever wants CAT tools is glad of Trados.
KINDS = """
Trados: CAT tools
memoQ: CAT tools
"""

# Whoever has the first skill has the others.
IMPLIES = """
Figma: prototyping
interaction design: prototyping
user interviews: user research
usability testing: user research
diary studies: user research
field studies: user research
"""
