/**
 * The pages of this browser that play a course. A new session of a registration ends the one before, so the page that
 * plays that one is asked to send what it has before.
 */
export interface OtherPages {
  /**
   * Asks all pages to send now, and waits until they did or time is up.
   * @param expected sessions that are known to be played elsewhere; undefined: nobody knows which.
   * @returns the sessions whose pages answered.
   */
  ask(expected: readonly string[] | undefined): Promise<ReadonlySet<string>>
  /** From now on answers for this page; `send` resolves once there is nothing more to wait for. */
  answer(page: { readonly session: () => string; readonly send: () => Promise<unknown> }): void
}

/** What is needed of a BroadcastChannel. It also exists where locks do not: on a plain http address. */
export interface PageChannel {
  postMessage(message: unknown): void
  addEventListener(type: 'message', listen: (event: { readonly data: unknown }) => void): void
}

/** `ask`: to everyone; `here`: at once, a page lives; `sent`: it has sent what it had, or cannot. */
type Message =
  | { readonly say: 'ask' }
  | { readonly say: 'here'; readonly session: string }
  | { readonly say: 'sent'; readonly session: string }

/** A page that is frozen or gone says nothing for so long. */
const hereMsMax = 300
const sentMsMax = 2_000

export function otherPages(channel: PageChannel | undefined): OtherPages {
  let answers = new Map<string, 'here' | 'sent'>()
  let onAnswer: () => void = () => undefined
  const say = (message: Message): void => channel?.postMessage(message)

  channel?.addEventListener('message', ({ data }) => {
    const message = data as Message | null
    if (message?.say !== 'here' && message?.say !== 'sent') return
    if (typeof message.session !== 'string') return
    answers.set(message.session, message.say)
    onAnswer()
  })

  /** Resolves as soon as `holds`, or when time is up. */
  const wait = (ms: number, holds: () => boolean): Promise<void> =>
    new Promise((resolve) => {
      const timer = setTimeout(resolve, ms)
      onAnswer = () => {
        if (!holds()) return
        clearTimeout(timer)
        resolve()
      }
      onAnswer()
    })

  return {
    async ask(expected) {
      answers = new Map()
      if (channel === undefined || expected?.length === 0) return new Set()
      say({ say: 'ask' })
      await wait(hereMsMax, () => expected?.every((session) => answers.has(session)) ?? false)
      await wait(sentMsMax, () => [...answers.values()].every((answer) => answer === 'sent'))
      return new Set(answers.keys())
    },
    answer({ session, send }) {
      channel?.addEventListener('message', ({ data }) => {
        if ((data as Message | null)?.say !== 'ask') return
        const asked = session()
        say({ say: 'here', session: asked })
        void send().then(() => say({ say: 'sent', session: asked }))
      })
    },
  }
}

/** The browser's own channel; undefined where it offers none, or refuses it as it refuses storage. */
export function pageChannel(): PageChannel | undefined {
  try {
    return new BroadcastChannel('hocba.pages')
  } catch {
    return undefined
  }
}
