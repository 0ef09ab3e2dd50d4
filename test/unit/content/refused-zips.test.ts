import { evilZips, unsafeNames, zipWith } from './evil-zips.ts'
import { type ImportBench, openImportBench } from './import-bench.ts'

describe('import of zips that are not safe', () => {
  let bench: ImportBench
  beforeAll(async () => {
    bench = await openImportBench()
  })
  afterAll(() => bench.remove())

  afterEach(async () => {
    expect(await bench.leftovers()).toEqual({ files: 0, temp: 0, packages: 0 })
  })

  test.each(Object.entries(evilZips))(
    'refuses %s and keeps nothing',
    async (_name, [zip, code]) => {
      const [first] = await bench.refusal(zip)
      expect(first).toMatchObject({ severity: 'error', code })
      expect(first!.message).toMatch(/^[A-Z].*[.]$/)
    },
  )

  test.each(unsafeNames.map((name) => [Buffer.from(name).toString('hex'), name]))(
    'refuses the name %s',
    async (_hex, name) => {
      const flags = typeof name === 'string' ? 0x0800 : 0
      const [first] = await bench.refusal(zipWith([{ name, content: 'x', flags }]))
      expect(first!.code).toBe('path-unsafe')
      // biome-ignore lint/suspicious/noControlCharactersInRegex: none may reach a terminal.
      expect(first!.message).not.toMatch(/[\u0000-\u001f\u007f]/)
    },
  )

  test('a check refuses the same, and keeps nothing either', async () => {
    const [zip, code] = evilZips['a symbolic link']!
    expect(await bench.check(zip)).toMatchObject({ isRefused: true, findings: [{ code }] })
  })
})
