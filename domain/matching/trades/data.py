"""Titles and skills in work with data, in machine learning and in research.

Commas separate synonyms, and semicolons separate groups of synonyms. "pipeline ?data ?spark" counts
only in a text that has "data" or "spark", and "research scientist !pytorch" only in a text without
"pytorch". A phrase with a capital counts only with its capital. Signs such as "&" and "-" are
written as spaces. `domain.matching.trades` explains more.
"""

# What someone is: "name | titles". A star marks crafts whose title alone is strong evidence.
CRAFTS = """
data engineering | data engineer, data engineering, analytics engineer, etl developer,
    dateningenieur, data platform engineer, ingeniero de datos, ingénieur de données,
    ingénieur data, big data engineer, dwh developer, dwh entwickler, data warehouse developer,
    データエンジニア
analytics | data analyst, bi analyst, product analyst, datenanalyst, analista de datos,
    analyste de données, business intelligence analyst, bi developer, bi consultant,
    reporting analyst, data analytics, business intelligence, data analyste, analista bi,
    analista de business intelligence, insights analyst, データアナリスト, データ分析
business analysis | BA, business analyst, requirements engineer, systems analyst, business analyste
economics | economist, ökonom, volkswirt
bioinformatics | bioinformatician, computational biologist
lab management | lab manager, laboratory manager, laborleiter
medical writing | medical writer
data science | quant ?python ?derivatives ?pricing ?statistics, quantitative analyst,
    data scientist, data science, statistician, quantitative researcher, statistiker,
    decision scientist, científico de datos, biostatistician, データサイエンティスト
machine learning | machine learning engineer, ml engineer, ml eng, nlp engineer, ai engineer,
    mlops engineer, deep learning engineer, computer vision engineer, applied scientist,
    ai researcher, machine learning researcher, ml researcher, recsys engineer, ki entwickler,
    vision engineer, 機械学習エンジニア, machine learning scientist,
    research scientist ?learning ?pytorch ?ml ?models
science | chemistry phd, research scientist !learning !pytorch !ml, chemist, biologist, physicist,
    biochemist, chemiker, biologe, physiker, chimiste, químico, postdoc, lab scientist,
    molecular biologist, microbiologist, geologist, 研究員
lab work | lab technician, laboratory technician, lab assistant, laborant, chemielaborant,
    technicien de laboratoire, técnico de laboratorio, bta, cta, mta
clinical research | clinical research associate, cra, clinical trial manager, study nurse,
    clinical trials nurse, trials nurse, clinical research coordinator, clinical trials coordinator,
    studienkoordinator, clinical trial coordinator, attaché de recherche clinique
actuarial* | actuary, actuarial analyst, aktuar, actuaire
gis | gis analyst, gis specialist, cartographer, geoinformatiker
"""

# What someone can do: "name | phrases", or "name | phrases | craft" if only that craft has it.
SKILLS = """
Airflow | airflow | data engineering
Dagster | dagster | data engineering
dbt | dbt, data build tool | data engineering
data pipelines | etl, elt, data pipeline,
    pipeline ?data ?spark ?python ?airflow ?dbt ?etl ?snowflake, datenpipeline, データパイプライン
    | data engineering
data platform | data platform, データ基盤, 基盤 ?データエンジニア ?bigquery ?sql | data engineering
Spark | Spark, pyspark | data engineering
Databricks | databricks | data engineering
Flink | flink | data engineering
Hadoop | hadoop | data engineering
data warehouse | data warehouse, cloud warehouse, dwh, almacén de datos | data engineering
Snowflake | snowflake | data engineering
BigQuery | bigquery, big query, bq | data engineering
Redshift | redshift | data engineering
data lake | data lake, lakehouse | data engineering
data modelling | data modelling, data modeling, dimensional modelling, datenmodellierung
Tableau | tableau | analytics
Looker | looker, lookml | analytics
Power BI | power bi, powerbi | analytics
Qlik | qlik, qlikview, qlik sense | analytics
Metabase | metabase | analytics
dashboards | dashboard, ダッシュボード | analytics
reporting | reporting ?sql ?data ?dashboards, berichtswesen
Excel | excel, エクセル
SPSS | spss | data science
Stata | stata
SAS | sas
statistics | statistics, statistik, statistiques, estadística, 統計 | data science
causal inference | causal inference | data science
Bayesian statistics | bayesian | data science
experiments | experiment ?ab ?test ?tests ?product ?python ?sql ?statistics, a b test, ab test,
    experimentation, split test | data science
forecasting | forecasting, forecast, demand forecasting, prognosen
activation and retention | activation and retention, user onboarding, growth loops
pandas | pandas
NumPy | numpy
machine learning | machine learning, ml, apprentissage automatique, maschinelles lernen, 機械学習
    | machine learning
deep learning | deep learning, neural network | machine learning
PyTorch | pytorch, Torch | machine learning
TensorFlow | tensorflow, TF !k8s !aws !gitops !kubernetes !terraform !devops | machine learning
Keras | keras | machine learning
JAX | jax | machine learning
scikit-learn | scikit learn, sklearn | machine learning
NLP | nlp !coach !coaching !hypnosis !hypnotherapy !practitioner, natural language processing,
    自然言語処理 | machine learning
large language models | llm, large language model, Transformers | machine learning
RAG | rag | machine learning
computer vision | computer vision, image recognition, vision algorithm, object detection,
    bildverarbeitung, 画像認識 | machine learning
OpenCV | opencv | machine learning
camera calibration | camera calibration, calibrates cameras, calibrating cameras,
    kamerakalibrierung
recommender systems | recommendation ?system ?systems ?model ?models ?python ?pytorch ?engine,
    recommender, recommender system, recommendation system, recommendation engine, recsys
    | machine learning
ranking | learning to rank, search relevance, information retrieval,
    ranking ?model ?models ?search ?python ?pytorch | machine learning
MLOps | mlops, model serving, kubeflow, mlflow, model deployment | machine learning
models in production | models in production, model in production, models that ran in production,
    models live, model live, ranking models live, deployed models, deploys models, shipped models
    | machine learning
robotics | robotics, ROS, robotik
good clinical practice | good clinical practice, ich gcp,
    gcp ?clinical ?nurse ?trial ?trials ?study ?monitor ?pharma ?ich | clinical research
clinical trials | clinical trial, klinische studien, essais cliniques, trial documentation,
    phase iii, phase 3 | clinical research
HPLC | hplc
mass spectrometry | mass spectrometry
LC-MS | lc ms
GC-MS | gc ms
PCR | pcr
qPCR | qpcr
cell culture | tissue culture, cell culture, zellkultur, culture cellulaire
chromatography | chromatography, chromatographie
GMP | gmp, good manufacturing practice
GLP | glp
GIS | gis, 地理情報
ArcGIS | arcgis
QGIS | qgis
bioinformatics | bioinformatics, genomics
"""

# Rival skills, of which a person usually has one. The name before the colon is for readers.
GROUPS = """
bi tool: Tableau, Looker, Power BI, Qlik, Metabase
"""

# The first skill is a kind of the others.
KINDS = """
qPCR: PCR
LC-MS: mass spectrometry
GC-MS: mass spectrometry
ArcGIS: GIS
QGIS: GIS
RAG: large language models
deep learning: machine learning
causal inference: statistics
Bayesian statistics: statistics
"""

# Whoever has the first skill has the others.
IMPLIES = """
PyTorch: machine learning
TensorFlow: machine learning
scikit-learn: machine learning
pandas: Python
Airflow: data pipelines
dbt: SQL, data pipelines
Spark: data pipelines
Snowflake: SQL, data warehouse
BigQuery: SQL, data warehouse
Redshift: SQL, data warehouse
recommender systems: machine learning, ranking
ranking: machine learning
NLP: machine learning
computer vision: machine learning
OpenCV: computer vision
Tableau: dashboards
Looker: dashboards
Power BI: dashboards
Metabase: dashboards
"""

# People of the first craft may suit openings for the others, and the other way round.
NEAR = """
data science: machine learning
"""
