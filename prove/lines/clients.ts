import { testsLine } from '../tests-line.ts'

export const line = testsLine({
  title: 'uploads that break off, lengths that lie, crashes while importing, slow clients',
  bar: 'no file, connection or memory stays; nothing half-imported',
  tests: [
    ...['test/faults/hostile-clients', 'test/unit/content/import-crash'],
    'test/http/server/slow-clients',
  ],
  figure: ({ passed }) => `200 broken uploads and ${passed - 1} other tests, nothing left behind`,
})
