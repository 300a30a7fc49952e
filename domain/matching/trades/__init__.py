"""The listed words, grown by hand, a module for each group of trades.

`CRAFTS`: what somebody *is*. An entry: name | titles. A name with a star is a trade whose title
says enough by itself (bus driver, waiter). Titles between semicolons mean the same; the others are
of the same craft, like a sous chef and a line cook.
`SKILLS`: an entry: name | other names | craft that it hints.
Names in one entry are synonyms: whoever says one and whoever says another mean the same. Capitals,
"?word" and "!word" are explained in `domain.matching.vocabulary`.
`GROUPS`: skills of which somebody usually has one: a Java role is not for whoever names Ruby only.
`KINDS`: the first is a kind of the second, as EKS is of Kubernetes, and is shown as that.
`NEAR`: crafts that neighbour each other. `IMPLIES`: whoever knows the first knows the second.
"""
