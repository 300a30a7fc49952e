"""Lists of words, written by hand, in a module for each group of trades.

- `CRAFTS`: what someone is. An entry is "name | titles". A star after the name marks a craft whose
  title says enough by itself, such as waiter. Commas separate synonymous titles, and semicolons
  separate groups of them: sous chef and line cook are titles of one craft, but not synonyms.
- `SKILLS`: what someone can do. An entry is "name | phrases | craft". The phrases are synonyms. The
  craft is the one to which the skill belongs. A skill of several crafts has only "name | phrases".
- `GROUPS`: rival skills of which a person usually has one. A Java role does not suit a person who
  names only Ruby. The name before the colon is for readers only.
- `KINDS`: the first skill is a kind of the others, as EKS is a kind of Kubernetes.
- `NEAR`: the first craft neighbours the others.
- `IMPLIES`: whoever has the first skill has the others.

A module has only the tables that it needs. An indented line continues the entry above it.

The phrases follow these rules:

- "gcp ?clinical" counts only in a text that has the word "clinical". With several words marked by
  "?", one of them is enough.
- "gcp !clinical" does not count in a text that has the word "clinical".
- A phrase with a capital, such as "Go", is also an ordinary word. It counts only with its capital,
  or where it is the only word of a list item.
- Signs such as "&" and "-" are written as spaces: "l d" stands for "L&D", "e learning" for
  "e-learning".
- Singular and plural, British and American spelling, and accents make no difference.
"""
