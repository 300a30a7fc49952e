"""Lists the languages that people speak, with their names in other languages.

An entry has the English name and, after "|", all names. `domain.matching.trades` explains the
marks "?word" and "!word" and what a capital means.
"""

LANGUAGES = """
English | english, englisch, anglais, inglés, EN, 英語
German | german !shepherd, deutsch, allemand, alemán, deutschkenntnisse, DE, tedesco, ドイツ語
French | french !cuisine !pastry !dishes, französisch, français, francés, FR, francophone,
    フランス語
Spanish | spanish !cuisine, spanisch, espagnol, español, castellano, ES, スペイン語
Portuguese | portuguese, portugiesisch, portugais, português, portugués
Italian | italian !cuisine !restaurant !dishes, italienisch, italien, italiano, IT ?en ?fr ?de,
    italiana
Dutch | dutch, niederländisch, nederlands, néerlandais, holandés, flemish
Polish | polish !nails !shoe, polnisch, polski, polonais, polaco
Swedish | swedish, schwedisch, svenska, suédois
Danish | danish, dänisch, dansk
Norwegian | norwegian, norwegisch, norsk
Finnish | finnish, finnisch
Czech | czech, tschechisch
Romanian | romanian, rumänisch, roumain
Greek | greek, griechisch
Turkish | turkish, türkisch, türkçe, turc
Arabic | arabic, arabisch, arabe, árabe
Hebrew | hebrew
Hindi | hindi
Japanese | japanese !cuisine, japanisch, japonais, 日本語
Korean | korean, koreanisch
Mandarin | mandarin, chinese, chinesisch, chinois, 中国語
Ukrainian | ukrainian, ukrainisch
Russian | russian, russisch, russe
sign language | sign language, gebärdensprache, bsl
"""
