import { onOneLine, type StoredStatement } from '../xapi/index.ts'

const lineEnd = Buffer.from('\n')

/** One statement a line, each as it is stored, but for line breaks between its tokens. */
export async function* writeNdjson(
  pages: AsyncIterable<readonly StoredStatement[]>,
): AsyncGenerator<Buffer> {
  for await (const page of pages) {
    if (page.length > 0) yield Buffer.concat(page.flatMap(({ json }) => [onOneLine(json), lineEnd]))
  }
}
