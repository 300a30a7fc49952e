"""Lists of words, written by hand, in a module for each group of trades.

- `CRAFTS`: what someone is. An entry is "name | titles". A star after the name marks a craft whose
  title says enough by itself, such as waiter. Commas separate synonymous titles, and semicolons
  separate groups of them: sous chef and line cook are titles of one craft, but not synonyms.
- `SKILLS`: what someone can do. An entry is "name | other names | craft", with the craft to which
  the skill belongs, if any. The names of one entry are synonyms.
- `GROUPS`: rival skills of which a person usually has one. A Java role does not suit a person who
  names only Ruby.
- `KINDS`: the first skill is a kind of the others, as EKS is a kind of Kubernetes.
- `NEAR`: the first craft neighbours the others.
- `IMPLIES`: whoever has the first skill has the others.

Capitals, "?word" and "!word" are explained in `domain.matching.vocabulary`.
"""
