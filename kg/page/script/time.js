// The timeline: each record as the span that its date is.
function drawTime() {}
