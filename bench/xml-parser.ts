import { SaxesParser } from 'saxes'
import { Refusal } from '../src/content/finding-codes.ts'
import { defaultLimits } from '../src/content/import/limits.ts'
import { readXml } from '../src/content/manifest/read-xml.ts'

/**
 * Measures readXml() against saxes as it comes, with name spaces on and off, over documents that are slow on purpose:
 * `node bench/xml-parser.ts`. docs/decisions/0006-xml-parser.md has the figures.
 */
const depth = (count: number) => '<a>'.repeat(count) + '</a>'.repeat(count)
const attributes = (count: number) =>
  `<a ${Array.from({ length: count }, (_, n) => `b${n}="x"`).join(' ')}/>`
const files = (count: number) =>
  `<m>${Array.from({ length: count }, (_, n) => `<file href="images/page-${n}.png"/>`).join('\n')}</m>`

const documents: Readonly<Record<string, string>> = {
  '10,000 deep (70 kB)': depth(10_000),
  '30,000 deep (210 kB)': depth(30_000),
  '100,000 attributes (1.1 MB)': attributes(100_000),
  '120,000 files (4.9 MB)': files(120_000),
}

const readers: Readonly<Record<string, (text: string) => void>> = {
  'saxes, name spaces': (text) => void new SaxesParser({ xmlns: true }).write(text).close(),
  'saxes, no name spaces': (text) => void new SaxesParser({ xmlns: false }).write(text).close(),
  'readXml()': (text) => {
    try {
      readXml(text, 'imsmanifest.xml', defaultLimits)
    } catch (error) {
      if (!(error instanceof Refusal)) throw error
    }
  },
}

for (const [name, text] of Object.entries(documents)) {
  for (const [reader, read] of Object.entries(readers)) {
    const start = performance.now()
    read(text)
    console.log(`${name} | ${reader} | ${(performance.now() - start).toFixed(1)} ms`)
  }
}
