# Reads test results (.trx) and prints one line for each: outcome, name and message, with tabs between. Line ends in a message become \037.

function attribute(text, name) {
  return match(text, " " name "=\"[^\"]*\"") ? decoded(substr(text, RSTART + length(name) + 3, RLENGTH - length(name) - 4)) : ""
}

function decoded(text) {
  gsub(/&#x[dD];|\r/, "", text)
  gsub(/&#x[aA];/, "\n", text)
  gsub(/&lt;/, "<", text)
  gsub(/&gt;/, ">", text)
  gsub(/&quot;/, "\"", text)
  gsub(/&amp;/, "\\&", text)
  gsub(/\t/, "  ", text)
  gsub(/\n/, "\037", text)
  return text
}

BEGIN { RS = "<UnitTestResult" }

FNR > 1 {
  head = substr($0, 1, index($0, ">"))
  message = ""
  if (from = index($0, "<Message>")) {
    message = substr($0, from + 9)
    message = decoded(substr(message, 1, index(message, "</Message>") - 1))
  }
  printf "%s\t%s\t%s\n", attribute(head, "outcome"), attribute(head, "testName"), message
}
