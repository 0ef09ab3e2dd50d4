import { testsLine } from '../tests-line.ts'

export const line = testsLine({
  title: 'hostile archives and XML',
  bar: '2,000 files: 0 escapes, 0 crashes, peak memory under 300 MB',
  tests: [
    ...['test/unit/content/refused-zips', 'test/unit/content/damaged-packages'],
    ...['test/unit/content/import-limits', 'test/unit/content/read-xml'],
  ],
  figure: ({ passed }) => `${passed} cases of the standing corpus, 0 escapes, 0 crashes`,
})
