import fc from 'fast-check'
import { findingSeverity } from '../../../../src/content/finding-codes.ts'
import { item2004, manifest2004 } from '../../../support/small-course-2004.ts'
import { anySequencing, sequencingXml } from './random-manifest.ts'
import { read, readItem, readManifest } from './read-manifest.ts'

/** What only a meaning can be wrong about: random sequencing means nothing. */
const meaningless = new Set(['objective-unknown', 'objective-map-conflict', 'selection-too-large'])

test('every sequencing value that a manifest writes comes back, without a finding', () => {
  fc.assert(
    fc.property(anySequencing, (sequencing) => {
      const found = readItem(sequencingXml(sequencing))
      expect(found.sequencing).toEqual(sequencing)
      expect(found.codes.filter((code) => !meaningless.has(code))).toEqual([])
    }),
    { numRuns: 300 },
  )
})

test('it does not matter whether a group stands in the item or in the collection', () => {
  fc.assert(
    fc.property(anySequencing, (sequencing) => {
      const rest = `<imsss:sequencingCollection><imsss:sequencing ID="s">${sequencingXml(sequencing)}</imsss:sequencing></imsss:sequencingCollection>`
      const items = item2004('a', { inner: '<imsss:sequencing IDRef="s"/>' })
      expect(read({ items, rest }).course.activities[0]?.sequencing).toEqual(sequencing)
    }),
    { numRuns: 100 },
  )
})

const words = fc.constantFrom(
  'true',
  'imsss:sequencing',
  'adlseq:objectives',
  'imsss:objectives',
  'imsss:mapInfo',
  'item',
  'identifier',
  'satisfied',
  '0.5',
  '-1',
  '',
  ' ',
  '%20',
  'a',
  'xmlns',
)

test('a manifest with anything changed in it is read, or refused for nothing to launch', () => {
  fc.assert(
    fc.property(
      anySequencing,
      fc.array(fc.tuple(fc.nat(), words, fc.boolean()), { minLength: 1, maxLength: 8 }),
      (sequencing, changes) => {
        const inner = `<imsss:sequencing IDRef="s">${sequencingXml(sequencing)}</imsss:sequencing>`
        const rest = `<imsss:sequencingCollection><imsss:sequencing ID="s"/></imsss:sequencingCollection>`
        let text = manifest2004({ items: item2004('a', { inner }), rest })
        for (const [at, word, isValue] of changes) text = changed(text, at, word, isValue)
        const outcome = outcomeOf(text)
        if (typeof outcome === 'string') {
          expect(outcome).toMatch(/^refused: No item|^The manifest is not well-formed/)
          return
        }
        for (const { code, line, column } of outcome.findings) {
          expect(Object.keys(findingSeverity)).toContain(code)
          expect([line, column].every((place) => place === undefined || place > 0)).toBe(true)
        }
        expect(JSON.parse(JSON.stringify(outcome.course))).toEqual(outcome.course)
      },
    ),
    { numRuns: 500 },
  )
})

/** Puts the word in the place of one attribute's value, or of one element's name at both its ends. */
function changed(text: string, at: number, word: string, isValue: boolean): string {
  const places = [...text.matchAll(isValue ? /="([^"]*)"/g : /<([\w:]+)/g)]
  const place = places[at % places.length]!
  const [whole, name] = place
  if (isValue)
    return `${text.slice(0, place.index)}="${word}"${text.slice(place.index + whole.length)}`
  const isName = /^[\w:]+$/.test(word) && !/^[\d-]/.test(word)
  return isName ? text.replaceAll(new RegExp(`(</?)${name}(?=[\\s/>])`, 'g'), `$1${word}`) : text
}

function outcomeOf(text: string): ReturnType<typeof readManifest> | string {
  try {
    return readManifest(text)
  } catch (error) {
    return (error as Error).message
  }
}
