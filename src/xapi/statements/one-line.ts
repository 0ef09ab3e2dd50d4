const newline = 10
const carriageReturn = 13
const space = 32

/** A statement's JSON on one line. In strings, JSON has no line breaks: all there are stand between tokens, and become spaces. */
export function onOneLine(json: Buffer): Buffer {
  if (!json.includes(newline) && !json.includes(carriageReturn)) return json
  const line = Buffer.from(json)
  for (let at = 0; at < line.length; at++) {
    if (line[at] === newline || line[at] === carriageReturn) line[at] = space
  }
  return line
}
