import { honestZip, zipWith } from './evil-zips.ts'
import { type ImportBench, openImportBench } from './import-bench.ts'

describe('quotas of packages', () => {
  let bench: ImportBench
  beforeEach(async () => {
    bench = await openImportBench()
  })
  afterEach(() => bench.remove())

  const next = zipWith([{ name: 'more.js', content: 'x' }])

  test('all packages together have at most so many bytes, and nothing is left of one beyond', async () => {
    const { contentBytes } = await bench.import(honestZip)
    const before = await bench.leftovers()
    const refusal = { code: 'quota-exceeded' }
    const exact = { allPackagesBytesMax: contentBytes }
    await expect(bench.import(next, { quota: exact })).rejects.toMatchObject(refusal)
    const almost = { allPackagesBytesMax: 2 * contentBytes }
    await expect(bench.import(next, { quota: almost })).rejects.toMatchObject({
      ...refusal,
      detail: { limit: 2 * contentBytes, facts: { used: contentBytes, added: contentBytes + 1 } },
    })
    expect(await bench.leftovers()).toEqual(before)
    const enough = { allPackagesBytesMax: 2 * contentBytes + 1 }
    expect((await bench.import(next, { quota: enough })).number).toBe(1)
  })

  test('the versions of one package have at most so many, others do not count', async () => {
    const first = await bench.import(honestZip)
    const quota = { packageVersionsBytesMax: first.contentBytes + 1 }
    await bench.import(honestZip, { quota })
    await expect(bench.import(next, { quota, package: first.package })).rejects.toMatchObject({
      code: 'quota-exceeded',
    })
  })
})
