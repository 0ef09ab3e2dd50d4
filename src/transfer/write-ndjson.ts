import type { StoredStatement } from '../xapi/index.ts'

const newline = 10
const carriageReturn = 13
const space = 32
const lineEnd = Buffer.from('\n')

/** One statement a line, each as it is stored. Line breaks between its tokens, which a sender may have put there, become spaces. */
export async function* writeNdjson(
  pages: AsyncIterable<readonly StoredStatement[]>,
): AsyncGenerator<Buffer> {
  for await (const page of pages) {
    if (page.length > 0) yield Buffer.concat(page.flatMap(({ json }) => [onOneLine(json), lineEnd]))
  }
}

/** In strings, JSON has no line breaks: all there are stand between tokens. */
function onOneLine(json: Buffer): Buffer {
  if (!json.includes(newline) && !json.includes(carriageReturn)) return json
  return json.map((byte) => (byte === newline || byte === carriageReturn ? space : byte)) as Buffer
}
