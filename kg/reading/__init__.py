"""Reading a text that nobody has read yet: from its words to proposed records, offline.

The way of the data, a module a step, each of which can be asked alone: `blocks` (headings, lists,
apparatus) → `words` (tokens and their lemmas) → `clauses` → `names` (from the `lexicon`, and new
ones) · `times` · `amounts` → `chains` (who "both countries" are) → `frames` (who does what to whom,
by the words of `triggers`) · `shares` · `lists` · `judgements` → `scope` (how sure, and who says
so) → `proposals` (records, each with its quote and score). `reader` takes the steps in their order.
What a step has seen is a value of `seen`, which names its place in the text. What is known of a
language stands in ``data/``, not in code.
"""
