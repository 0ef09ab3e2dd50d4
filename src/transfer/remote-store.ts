import { setTimeout as sleep } from 'node:timers/promises'
import type { FileLimits } from '../xapi/index.ts'
import { type Answer, type FetchRules, fetchAnswer } from './fetch-answer.ts'
import { SourceError } from './source.ts'

/** Another record store, by its xAPI endpoint. */
export interface Remote {
  /** The latest version of those that both speak. */
  version(): Promise<'1.0.3' | '2.0.0'>
  /**
   * Gets a path below the endpoint, or a `more` link; tries again where that may help.
   * @param passing statuses beside 200 that are answers too.
   * @throws SourceError for anything else.
   */
  get(path: string, version: string, passing?: readonly number[]): Promise<Answer>
}

interface Access {
  /** With a slash at the end. */
  readonly endpoint: string
  readonly key: string
  readonly secret: string
}

interface RemoteRules extends FileLimits, Pick<FetchRules, 'lookup' | 'signal'> {}

const secondsMax = 120
const attemptsMax = 4
const waitSecondsMax = 60

export function remoteStore({ endpoint, key, secret }: Access, rules: RemoteRules): Remote {
  const authorization = `Basic ${Buffer.from(`${key}:${secret}`).toString('base64')}`
  // A page of statements and their files; the statements alone may be a whole request's worth each.
  const bytesMax = rules.requestBytesMax * 8 + rules.attachmentsBytesMax * 4
  const fetchOnce = (url: URL, version: string) =>
    fetchAnswer(
      url,
      { Authorization: authorization, 'X-Experience-API-Version': version },
      { lookup: rules.lookup, signal: rules.signal, secondsMax, bytesMax },
    )

  async function get(path: string, version: string, passing: readonly number[] = []) {
    const url = urlOf(path, endpoint)
    for (let attempt = 1; ; attempt++) {
      const answer = await fetchOnce(url, version).catch((error: Error) => error)
      if (rules.signal.aborted) throw new SourceError('The pull was stopped.')
      if (isAnswer(answer)) {
        if (answer.status === 200 || passing.includes(answer.status)) return answer
        if (!mayPass(answer.status)) throw refusal(answer)
      }
      if (attempt === attemptsMax) throw isAnswer(answer) ? refusal(answer) : unreachable(answer)
      await sleep(waitSeconds(answer, attempt) * 1_000, undefined, { signal: rules.signal }).catch(
        () => undefined,
      )
    }
  }

  return {
    get,
    async version() {
      const answer = await get('about', '1.0.3', [401, 403, 404])
      const about = answer.status === 200 ? answer.body.toString('utf8') : ''
      return /"2\.0(\.\d+)?"/.test(about) ? '2.0.0' : '1.0.3'
    },
  }
}

/** A link must stay with the store that the credential is for. */
function urlOf(path: string, endpoint: string): URL {
  const url = URL.parse(path, endpoint)
  if (url && url.origin === new URL(endpoint).origin) return url
  throw new SourceError(`The other record store links to another place: ${path.slice(0, 200)}.`)
}

const mayPass = (status: number): boolean => status === 429 || status >= 500

const isAnswer = (answer: Answer | Error): answer is Answer => 'status' in answer

function waitSeconds(answer: Answer | Error, attempt: number): number {
  const asked = isAnswer(answer) ? Number(answer.headers['retry-after']) : Number.NaN
  return Math.min(waitSecondsMax, asked > 0 ? asked : 2 ** (attempt - 1))
}

function refusal({ status, body }: Answer): SourceError {
  if (status === 401 || status === 403)
    return new SourceError(`The other record store refuses the key or its rights (${status}).`)
  if (status >= 300 && status < 400)
    return new SourceError(
      `The other record store is somewhere else (${status}); name its own URL.`,
    )
  const words = body.toString('utf8', 0, 300).replaceAll(/\s+/g, ' ').trim()
  return new SourceError(`The other record store answers ${status}: ${words || 'without a word'}`)
}

const unreachable = (error: Error): SourceError =>
  new SourceError(`The other record store cannot be reached: ${error.message.replace(/\.$/, '')}.`)
