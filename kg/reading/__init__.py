"""Reading a text that nobody has read yet: from its words to proposed records, offline.

The way of the data, a module a step, each of which can be asked alone: `blocks` (headings, lists,
apparatus) → `words` (tokens and their lemmas) → `clauses` → `names` (from the `lexicon`, and new
ones) · `times` · `amounts` → `frames` (who does what to whom) → `scope` (how sure, and who says
so) → `proposals`. What a step has seen is a value of `seen`, which names its place in the text.
What is known of a language stands in ``data/``, not in code.
"""
