import type { NumberedLine, SessionItem, SessionLog } from '../../src/launch/session-log/wire.ts'
import { noCounts, noFacts } from '../../src/runtime/index.ts'

/** Sessions of every registration of the imagined server: the newest went wrong, the oldest has no log any more. */
const base: SessionItem = {
  id: '5e551010-0000-4000-8000-000000000001',
  attempt: 1,
  version: 2,
  isReview: false,
  state: 'closed',
  startedAt: '2026-11-19T01:12:05.120Z',
  seenAt: '2026-11-19T01:41:36.000Z',
  entries: 0,
  lines: 0,
  kept: 0,
  counts: noCounts,
  facts: noFacts,
  verdict: null,
}

const at = (seconds: number) =>
  new Date(Date.parse('2026-11-20T02:03:04.250Z') + seconds * 1_000).toISOString()
const one = 'I_SCO1'

const lines: readonly Omit<NumberedLine, 'n'>[] = [
  { at: at(0), by: 'player', what: 'navigate', activity: 'course', request: 'start' },
  {
    at: at(0),
    by: 'sequencer',
    what: 'decision',
    process: 'OP.1',
    decision: 'request-received',
    activity: 'course',
    facts: { request: 'start' },
  },
  {
    at: at(0),
    by: 'sequencer',
    what: 'decision',
    process: 'UP.2',
    decision: 'rule-not-fired',
    activity: one,
    facts: { action: 'skip', conditions: 'satisfied', isUnknown: true },
  },
  {
    at: at(0),
    by: 'sequencer',
    what: 'decision',
    process: 'DB.2',
    decision: 'delivered',
    activity: one,
    facts: { isResumed: false, attempt: 1 },
  },
  { at: at(1.2), by: 'course', what: 'initialize', activity: one },
  {
    at: at(1.4),
    by: 'player',
    what: 'failed-call',
    activity: one,
    function: 'GetValue',
    element: 'cmi.core.lesson_status',
    error: '401',
    diagnostic: 'the data model has no element cmi.core',
  },
  {
    at: at(2.5),
    by: 'player',
    what: 'missing-file',
    activity: one,
    path: 'hinh-anh/bìa chương 1.png',
  },
  {
    at: at(30),
    by: 'course',
    what: 'set',
    activity: one,
    element: 'cmi.suspend_data',
    value: `trang=3;cau=${'1'.repeat(188)}`,
    length: 4_812,
  },
  { at: at(31), by: 'course', what: 'set', activity: one, element: 'cmi.score.raw', value: '8' },
  { at: at(31), by: 'course', what: 'commit', activity: one },
]

export const sessions: readonly SessionItem[] = [
  {
    ...base,
    id: '5e551010-0000-4000-8000-000000000003',
    attempt: 2,
    startedAt: at(0),
    seenAt: at(1_771),
    entries: 640,
    lines: 1_204,
    kept: lines.length,
    counts: { ...noCounts, getValues: 212, failedCalls: 3, missingFiles: 1 },
    facts: {
      ...noFacts,
      opened: 1,
      initialized: 1,
      abandoned: 1,
      sets: 588,
      standing: 'gone',
      said: { score: '8' },
    },
    verdict: [
      { point: 'initialized', tone: 'good', facts: { times: 1 } },
      { point: 'completion-not-reported', tone: 'bad', facts: {} },
      { point: 'score', tone: 'good', facts: { raw: 8, max: 10, scaled: 0.8 } },
      { point: 'ended-without-finish', tone: 'bad', facts: {} },
      { point: 'failed-calls', tone: 'bad', facts: { count: 3 } },
      { point: 'missing-files', tone: 'bad', facts: { count: 1 } },
    ],
  },
  {
    ...base,
    id: '5e551010-0000-4000-8000-000000000002',
    verdict: [
      { point: 'initialized', tone: 'good', facts: { times: 1 } },
      { point: 'completed', tone: 'good', facts: {} },
      { point: 'passed', tone: 'good', facts: {} },
      { point: 'score', tone: 'good', facts: { raw: 9, max: 10, scaled: 0.9 } },
      { point: 'ended', tone: 'good', facts: { exit: 'suspend' } },
    ],
  },
  { ...base, startedAt: '2026-07-01T03:00:00.000Z', seenAt: '2026-07-01T03:20:00.000Z' },
]

export const sessionLog = (id: string): SessionLog | undefined => {
  const session = sessions.find((item) => item.id === id)
  if (!session) return undefined
  const isFirst = session === sessions[0]
  // The last two lines come after the gap that a bounded log has in its middle.
  const numbered = lines.map((line, index) => ({
    n: index < 8 ? index + 1 : index + 1_195,
    ...line,
  }))
  return {
    ...session,
    log: isFirst ? numbered : [],
    titles: { course: 'An toàn thông tin', [one]: 'Quy định chung' },
    errors: { '401': 'Undefined Data Model Element' },
  }
}
