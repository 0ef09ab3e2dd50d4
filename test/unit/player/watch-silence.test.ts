import { jest } from '@jest/globals'
import { callLog, type LogLine } from '../../../player/call-log.ts'
import { silenceMs, watchSilence } from '../../../player/watch-silence.ts'
import type { Activity } from '../../../src/runtime/index.ts'

const activity = (id: string, kind: Activity['kind'] = 'sco'): Activity => ({
  id,
  title: id,
  kind,
  isVisible: true,
  children: [],
})
const call = (id: string): LogLine => ({ at: '', activity: id, name: 'x', args: [], result: '' })

describe('watchSilence()', () => {
  beforeEach(() => void jest.useFakeTimers())
  afterEach(() => void jest.useRealTimers())

  function stage() {
    const log = callLog()
    const silent: string[] = []
    return { log, silent, loaded: watchSilence(log, ({ id }) => silent.push(id)) }
  }

  test('tells of content that makes no call for ten seconds, once', () => {
    const { silent, loaded } = stage()
    const one = activity('one')
    loaded(one)
    jest.advanceTimersByTime(silenceMs - 1)
    expect(silent).toEqual([])
    loaded(one)
    jest.advanceTimersByTime(silenceMs)
    loaded(one)
    jest.advanceTimersByTime(silenceMs)
    expect(silent).toEqual(['one'])
  })

  test('says nothing of content that called before or after it loaded, of assets, and of what was left', () => {
    const { log, silent, loaded } = stage()
    const early = activity('early')
    log.add(call('early'))
    loaded(early)
    loaded(activity('late'))
    log.add(call('late'))
    loaded(activity('asset', 'asset'))
    loaded(activity('left'))
    loaded(undefined)
    jest.advanceTimersByTime(silenceMs * 2)
    expect(silent).toEqual([])
  })
})
