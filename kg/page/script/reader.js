// The reader: a source in its paragraphs, its evidence underlined.
function drawText() {}
