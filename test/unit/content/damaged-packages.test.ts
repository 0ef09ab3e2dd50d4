import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import * as fc from 'fast-check'
import { defaultLimits } from '../../../src/content/import/limits.ts'
import { readPackage } from '../../../src/content/import/read-package.ts'
import type { Place } from '../../contract/engine.ts'
import { temporaryFolder } from '../../support/storage.ts'
import { honestZip, zipOf } from './evil-zips.ts'
import { manifest } from './import-bench.ts'

/** Whatever is done to a package, reading it ends in a course or in a refusal that says why; never in another error. */
describe('readPackage() of damaged packages', () => {
  let place: Place
  beforeAll(async () => {
    place = await temporaryFolder()
  })
  afterAll(() => place.remove())

  async function read(zip: Uint8Array) {
    const path = join(place.location, 'package.zip')
    await writeFile(path, zip)
    const options = { limits: defaultLimits, folder: undefined, onPhase: () => {} }
    const inspection = await readPackage(path, options)
    if (inspection.isRefused) expect(inspection.findings[0]!.severity).toBe('error')
    else expect(inspection.launchable).toBeGreaterThan(0)
  }

  const at = fc.nat({ max: honestZip.length - 1 })

  test('with bytes changed', async () => {
    const changes = fc.array(fc.tuple(at, fc.integer({ min: 1, max: 255 })), {
      minLength: 1,
      maxLength: 4,
    })
    await fc.assert(
      fc.asyncProperty(changes, async (list) => {
        const zip = Buffer.from(honestZip)
        for (const [place, change] of list) zip[place]! ^= change
        await read(zip)
      }),
      { numRuns: 600 },
    )
  })

  test('with a part missing or repeated', async () => {
    await fc.assert(
      fc.asyncProperty(at, at, async (from, to) => {
        await read(Buffer.concat([honestZip.subarray(0, from), honestZip.subarray(to)]))
      }),
      { numRuns: 300 },
    )
  })

  test('with parts of the manifest changed, moved or missing', async () => {
    const text = manifest({
      items:
        '<item identifier="i" identifierref="r" parameters="?a=1"><title>Bài 1</title><adlcp:prerequisites type="aicc_script">i|~j</adlcp:prerequisites><adlcp:masteryscore>80</adlcp:masteryscore></item>',
    })
    const words = [
      '<',
      '>',
      '"',
      '&',
      '/',
      ' ',
      '..',
      '%',
      '#?',
      'identifier',
      '&#x0;',
      '\u0000',
      'xml:base="../"',
      ']]>',
      '<!--',
      'i',
      'r',
    ]
    const edit = fc.tuple(
      fc.nat({ max: text.length }),
      fc.nat({ max: 12 }),
      fc.constantFrom('', ...words),
    )
    await fc.assert(
      fc.asyncProperty(fc.array(edit, { minLength: 1, maxLength: 3 }), async (edits) => {
        let changed = text
        for (const [at, length, word] of edits) {
          changed = changed.slice(0, at) + word + changed.slice(at + length)
        }
        await read(zipOf(changed))
      }),
      { numRuns: 600 },
    )
  })
})
