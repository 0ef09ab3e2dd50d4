import type { TestServer } from './server.ts'

export interface StreamEvent {
  readonly id: string
  readonly event: string
  readonly data: string
}

export interface EventStream {
  readonly status: number
  readonly events: readonly StreamEvent[]
  /** The last id that came, with an event or without. */
  readonly lastId: string | undefined
  /** Resolves when so many events have come; fails after ten seconds. */
  until(count: number): Promise<readonly StreamEvent[]>
  /** Resolves when the server ends the stream, or it breaks. */
  readonly ended: Promise<void>
  close(): void
}

/** Follows server-sent events as a browser reads them [HTML 9.2.6]. */
export async function followEvents(
  server: TestServer,
  path: string,
  headers: Record<string, string> = {},
): Promise<EventStream> {
  const abort = new AbortController()
  const response = await fetch(`${server.url}${path}`, {
    headers: { Authorization: server.authorization, Accept: 'text/event-stream', ...headers },
    signal: abort.signal,
  })
  const events: StreamEvent[] = []
  let lastId: string | undefined
  const take = (block: string) => {
    const fields = block.split('\n').map((line) => /^([^:]*):? ?([\s\S]*)$/.exec(line)!)
    const valuesOf = (name: string) => fields.filter(([, n]) => n === name).map(([, , v]) => v!)
    lastId = valuesOf('id').at(-1) ?? lastId
    const data = valuesOf('data')
    if (data.length > 0)
      events.push({
        id: lastId ?? '',
        event: valuesOf('event').at(-1) ?? '',
        data: data.join('\n'),
      })
  }
  const ended = readBlocks(response, take).catch(() => undefined)
  return {
    status: response.status,
    events,
    get lastId() {
      return lastId
    },
    async until(count) {
      const end = performance.now() + 10_000
      while (events.length < count && performance.now() < end)
        await new Promise((resolve) => setTimeout(resolve, 5))
      if (events.length < count) throw new Error(`${events.length} of ${count} events came`)
      return events
    },
    ended,
    close: () => abort.abort(),
  }
}

async function readBlocks(response: Response, take: (block: string) => void): Promise<void> {
  const decoder = new TextDecoder()
  let text = ''
  for await (const chunk of response.body!) {
    text += decoder.decode(chunk, { stream: true })
    const blocks = text.split('\n\n')
    text = blocks.pop()!
    for (const block of blocks) take(block)
  }
}
