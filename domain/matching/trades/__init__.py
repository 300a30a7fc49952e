"""Lists of words, written by hand, in a module for each group of trades.

`CRAFTS` are what someone is. An entry: name | titles. A star after the name marks a craft whose
title says enough by itself, such as waiter. Commas separate synonymous titles, and semicolons
separate groups of them: sous chef and line cook are titles of one craft, but no synonyms.
`SKILLS` are what someone can do. An entry: name | other names | the craft at which it hints. Names
of one entry are synonyms. Capitals, "?word" and "!word" are explained in
`domain.matching.vocabulary`.
`GROUPS` hold skills of which a person usually has one: a Java role does not suit a person who names
only Ruby. `KINDS`: the first skill is a kind of the others, as EKS is of Kubernetes.
`NEAR`: the first craft neighbours the others. `IMPLIES`: who has the first skill has the others.
"""
