import { testsLine } from '../tests-line.ts'

export const line = testsLine({
  title: 'every route by every method and caller, with injections in every body, query and header',
  bar: '0 answers of 5xx, each within five seconds',
  tests: ['test/http/server/every-route'],
  figure: ({ passed }) => `${passed} tests, 0 of 5xx`,
})
