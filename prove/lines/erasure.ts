import { number } from '../line.ts'
import { sumOf } from '../run-tests.ts'
import { testsLine } from '../tests-line.ts'

export const line = testsLine({
  title: 'persons that were erased',
  bar: '0 hits in database, log, files, server logs, exports and restored backups; others byte for byte as before',
  tests: ['test/http/erasure'],
  env: (length) => ({ HOCBA_TEST_ERASED: length === 'long' ? '40' : '2' }),
  figure: (run) =>
    `${number(sumOf(run, 'erasure', 'persons'))} persons in ${number(sumOf(run, 'erasure', 'statements'))} statements, ` +
    `${number(sumOf(run, 'erasure', 'texts'))} spellings looked for, ${sumOf(run, 'erasure', 'hits')} hits; one act finished after kills of the server`,
})
