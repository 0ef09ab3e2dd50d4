import { callLog, type LogLine } from '../../../player/call-log.ts'
import type { Reply } from '../../../player/server-calls.ts'
import { sessionNotes } from '../../../player/session-notes.ts'
import type { CommitAccepted, CommitSession } from '../../../src/launch/wire.ts'

const at = '2026-03-02T01:00:00.000Z'
const call = (name: string, args: readonly string[], error = '0'): LogLine => ({
  at,
  activity: 'one',
  name,
  args,
  result: '',
  error,
  diagnostic: error === '0' ? '' : 'why',
})
const ok: Reply<CommitAccepted> = { kind: 'ok', body: { acknowledged: 0 } }

describe('sessionNotes()', () => {
  function stage() {
    const log = callLog()
    let ids = 0
    const notes = sessionNotes({ log, clock: () => at, newId: () => `page ${++ids}` })
    const sent: CommitSession[] = []
    const answers: Reply<CommitAccepted>[] = []
    const commit = notes.along(async (body) => {
      sent.push(body)
      return answers.shift() ?? ok
    })
    const send = (keepalive = false) => commit({ session: 's', entries: [] }, { keepalive })
    return { log, notes, sent, answers, send }
  }

  test('tell what failed and how much was read, once it is acknowledged never again', async () => {
    const { log, sent, send } = stage()
    log.add(call('LMSGetValue', ['cmi.core.lesson_status']))
    log.add(call('LMSSetValue', ['cmi.core.score.raw', 'x'.repeat(300)], '405'))
    log.add(call('LMSGetLastError', [], '405'))
    await send()
    await send()
    expect(sent[0]!.log).toEqual({
      page: 'page 1',
      from: 1,
      lines: [
        {
          at,
          what: 'failed-call',
          activity: 'one',
          function: 'LMSSetValue',
          element: 'cmi.core.score.raw',
          value: 'x'.repeat(200),
          length: 300,
          error: '405',
          diagnostic: 'why',
        },
      ],
      counts: { getValues: 1, failedCalls: 1, findings: 0, missingFiles: 0, silentActivities: 0 },
    })
    expect(sent[1]!.log).toBeUndefined()
  })

  test('are sent again under the same numbers when the answer was lost', async () => {
    const { notes, sent, answers, send } = stage()
    answers.push({ kind: 'unreachable' })
    notes.missing('a.png', 'one')
    await send()
    notes.missing('b.png', 'one')
    notes.missing('b.png', 'one')
    await send()
    notes.missing('c.png', 'one')
    await send()
    const paths = sent.map(({ log }) => [log!.from, log!.lines.map(({ path }) => path)])
    expect(paths).toEqual([
      [1, ['a.png']],
      [1, ['a.png', 'b.png']],
      [3, ['c.png']],
    ])
  })

  test('never stand in the way of what the learner did', async () => {
    const { notes, sent, answers, send } = stage()
    answers.push({ kind: 'problem', status: 400, code: 'journal-invalid', facts: {} })
    notes.silent('one')
    expect(await send()).toEqual(ok)
    await send()
    expect(sent.map(({ log }) => log !== undefined)).toEqual([true, false, false])
  })

  test('take no room in the last words of a page, and none beyond so many lines', async () => {
    const { log, sent, send } = stage()
    for (let index = 0; index < 1_000; index++) log.add(call('GetValue', ['cmi.x'], '401'))
    await send(true)
    for (let round = 0; round < 8; round++) await send()
    expect(sent[0]!.log).toBeUndefined()
    const lines = sent.map((one) => one.log?.lines.length ?? 0)
    expect(lines).toEqual([0, 50, 50, 50, 50, 50, 50, 0, 0])
    expect(sent[1]!.log!.counts.failedCalls).toBe(1_000)
  })

  test('begin anew with another session', async () => {
    const { notes, sent, send } = stage()
    notes.missing('a.png', 'one')
    notes.begin()
    notes.missing('a.png', 'one')
    await send()
    expect(sent[0]!.log).toMatchObject({ page: 'page 2', counts: { missingFiles: 1 } })
  })
})
