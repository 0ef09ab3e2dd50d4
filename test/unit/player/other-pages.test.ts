import { otherPages, type PageChannel } from '../../../player/other-pages.ts'

/** Channels of pages of one browser: what one posts, all others hear, later. */
function browserPages() {
  const channels: { hear(data: unknown): void; self: PageChannel }[] = []
  return (): PageChannel => {
    const listeners: ((event: { readonly data: unknown }) => void)[] = []
    const self: PageChannel = {
      postMessage(message) {
        for (const other of channels) {
          if (other.self !== self) setImmediate(() => other.hear(structuredClone(message)))
        }
      },
      addEventListener: (_type, listen) => void listeners.push(listen),
    }
    const hear = (data: unknown) => {
      for (const listen of listeners) listen({ data })
    }
    channels.push({ self, hear })
    return self
  }
}

describe('otherPages()', () => {
  test('asks every page, and waits until each has sent what it had', async () => {
    const channel = browserPages()
    const sent: string[] = []
    for (const session of ['a', 'b']) {
      const send = async () => {
        await new Promise((resolve) => setTimeout(resolve, 30))
        sent.push(session)
      }
      otherPages(channel()).answer({ session: () => session, send })
    }
    expect(await otherPages(channel()).ask(['a', 'b'])).toEqual(new Set(['a', 'b']))
    expect(sent).toEqual(['a', 'b'])
  })

  test('waits no longer than a moment for a page that is frozen', async () => {
    const channel = browserPages()
    otherPages(channel()).answer({ session: () => 'a', send: async () => undefined })
    const began = performance.now()
    expect(await otherPages(channel()).ask(['a', 'frozen'])).toEqual(new Set(['a']))
    expect(performance.now() - began).toBeLessThan(1_000)
  })

  test('does not wait for ever for a page that cannot send', async () => {
    const channel = browserPages()
    otherPages(channel()).answer({ session: () => 'a', send: () => new Promise(() => undefined) })
    expect(await otherPages(channel()).ask(['a'])).toEqual(new Set(['a']))
  })

  test('finds pages that nobody expects, and none where there is none', async () => {
    const channel = browserPages()
    const asking = otherPages(channel())
    expect(await asking.ask(undefined)).toEqual(new Set())
    otherPages(channel()).answer({ session: () => 'a', send: async () => undefined })
    expect(await asking.ask(undefined)).toEqual(new Set(['a']))
  })

  test('asks nobody when no other page plays, or the browser has no channel', async () => {
    const channel = browserPages()
    otherPages(channel()).answer({
      session: () => 'a',
      send: () => Promise.reject(new Error('asked')),
    })
    expect(await otherPages(channel()).ask([])).toEqual(new Set())
    expect(await otherPages(undefined).ask(['a'])).toEqual(new Set())
  })

  test('ignores what is no message of a player', async () => {
    const channel = browserPages()
    otherPages(channel()).answer({ session: () => 'a', send: async () => undefined })
    const stranger = channel()
    const asking = otherPages(channel()).ask(['a', 'b'])
    for (const data of [null, 'ask', { say: 'here' }, { say: 1 }, 7]) stranger.postMessage(data)
    expect(await asking).toEqual(new Set(['a']))
  })
})
